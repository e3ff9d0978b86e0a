import { launchChromium } from '../../tests/browser/harness/browsers.ts';
import { HearthServer } from '../../tests/browser/harness/server.ts';
import { summary } from '../statistics.ts';

const rounds = 5;

/** First Contentful Paint in milliseconds, in a browser that was just started. */
async function coldLoad(url: string): Promise<number> {
  const browser = await launchChromium('fake');
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const paint = list.getEntriesByName('first-contentful-paint')[0];
            if (paint) resolve(paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
  } finally {
    await browser.close();
  }
}

/** Milliseconds to First Contentful Paint of home and of a lobby, each in a new browser. */
export async function measure(): Promise<object> {
  await using server = await HearthServer.start();
  const home: number[] = [];
  const lobby: number[] = [];
  for (let round = 0; round < rounds; round++) {
    home.push(await coldLoad(`${server.origin}/`));
    lobby.push(await coldLoad(`${server.origin}/r/bench`));
  }
  const limit = 1000;
  const result = { home: summary(home), lobby: summary(lobby) };
  return { unit: 'ms', limit, met: (result.home.median ?? limit) < limit, ...result };
}
