import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../tests/browser/harness/browsers.ts';
import { FarLine } from '../../tests/browser/harness/farLine.ts';
import { observe } from '../../tests/browser/harness/observer.ts';
import { Person } from '../../tests/browser/harness/person.ts';
import { HearthServer } from '../../tests/browser/harness/server.ts';
import { summary } from '../statistics.ts';
import { keepGaps } from './gaps.ts';

const outageMs = 10_000;

async function personIn(browser: Browser, name: string, origin: string): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 640 } });
  const page = await context.newPage();
  await page.exposeBinding('reportFault', () => {});
  await page.addInitScript(observe);
  return new Person(name, origin, page);
}

/** When the first gap that ends after this moment was over; milliseconds since the epoch. */
async function soundAgain(page: Page, after: number): Promise<number> {
  const found = await page.waitForFunction(
    (moment) => window.gaps.find(({ to }) => to > moment)?.to,
    after,
    { timeout: 90_000 },
  );
  return (await found.jsonValue()) ?? Number.NaN;
}

/** Milliseconds from `brokenAt` until both hear each other again. */
async function recovered(people: readonly Person[], brokenAt: number): Promise<number> {
  const moments = await Promise.all(people.map(({ page }) => soundAgain(page, brokenAt)));
  await Promise.all([
    people[0]?.isConnectedTo(people[1]?.name ?? ''),
    people[1]?.isConnectedTo(people[0]?.name ?? ''),
  ]);
  return Math.max(...moments) - brokenAt;
}

/** Waits until the sound has gone on without a gap for some seconds. */
async function settle(people: readonly Person[]): Promise<void> {
  for (const { page } of people) {
    await page.waitForFunction(() => Date.now() - window.quietSince > 5_000, null, {
      timeout: 60_000,
    });
  }
}

/** Time until media are back in both directions: after one end changed its address, and after 10 s without a line. */
export async function measure([rounds = '5']: readonly string[]): Promise<object> {
  await using server = await HearthServer.start([], '0.0.0.0');
  const line = await FarLine.lay(server);
  const near = await launchChromium('fake', 'veth');
  try {
    const ben = await personIn(near, 'Ben', server.origin);
    const anna = await personIn(await line.browser('fake'), 'Anna', line.origin);
    const people = [anna, ben];
    const link = await ben.start();
    await anna.comeTo(link.replace(ben.origin, anna.origin));
    await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
    for (const { page } of people) await page.evaluate(keepGaps);

    const pathChange: number[] = [];
    const outage: number[] = [];
    for (let round = 0; round < Number(rounds); round++) {
      await settle(people);
      const changedAt = Date.now();
      line.changePath();
      pathChange.push(await recovered(people, changedAt));
      await settle(people);
      await line.set(`outage ${outageMs}`);
      outage.push(await recovered(people, Date.now()));
      process.stderr.write(`${pathChange.at(-1)} ms, ${outage.at(-1)} ms\n`);
    }
    const links = await anna.page.evaluate(() => window.observed.links.length);
    return {
      unit: 'ms until sound is heard again in both directions',
      pathChange: summary(pathChange),
      afterOutageOf10s: summary(outage),
      connectionsMade: links,
    };
  } finally {
    await near.close();
    await line.close();
  }
}
