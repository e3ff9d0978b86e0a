import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

declare global {
  interface Window {
    axe: { run(options: RunOptions): Promise<AxeResults> };
  }
}

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Brings axe into every page of the context; a script of the page would break its policy. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: await readFile(source, 'utf8') });
}

/** Waits until nothing fades in any more: half a fade is half a contrast. Runs in the page. */
async function settle(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter(
      (animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
    );
  await Promise.allSettled(ending.map((animation) => animation.finished));
}

/** Asserts that axe finds nothing serious or critical in the page as it stands. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(settle);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${help}\n  ${html}\n  ${any[0]?.message ?? ''}`),
    );
  assert.deepEqual(serious, [], what);
}
