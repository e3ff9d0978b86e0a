import assert from 'node:assert/strict';
import type { Person } from './person.ts';

/** A phone with touch, as a browser context. */
export const phone = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
};

/** Nothing sticks out sideways, and what can be touched is large enough for a finger. */
export async function assertFits(person: Person, what: string): Promise<void> {
  const found = await person.page.evaluate(() => {
    const small: string[] = [];
    for (const control of document.querySelectorAll('button, input, select, textarea')) {
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (width < 44 || height < 44) small.push(`${control.outerHTML} ${width}x${height}`);
    }
    return { small, beyond: document.documentElement.scrollWidth - innerWidth };
  });
  assert.deepEqual(found, { small: [], beyond: 0 }, what);
}
