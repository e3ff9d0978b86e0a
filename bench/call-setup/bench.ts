import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../tests/browser/harness/browsers.ts';
import { Person } from '../../tests/browser/harness/person.ts';
import { HearthServer } from '../../tests/browser/harness/server.ts';
import { percentile, summary } from '../statistics.ts';
import { type PeerJsSite, servePeerJs } from './peerjsSite.ts';
import { recordTimeline, type Timeline } from './timeline.ts';

/** Steps between the click and the first frame, each measured from the click. */
type Breakdown = Record<string, number>;

interface Setup {
  readonly total: number;
  readonly steps: Breakdown;
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(recordTimeline);
  return page;
}

/** Waits for the first remote frame and returns the times since the click. */
async function read(page: Page): Promise<Setup> {
  await page.waitForFunction(() => window.timeline.firstFrame !== null);
  const { marks, firstFrame } = await page.evaluate((): Timeline => window.timeline);
  const click = marks.click ?? Number.NaN;
  const steps: Breakdown = {};
  for (const [name, at] of Object.entries(marks)) steps[name] = at - click;
  return { total: (firstFrame ?? Number.NaN) - click, steps };
}

/** Waits until the page has nothing left to do, as a person looking at a preview lets it. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        setTimeout(() => requestIdleCallback(() => resolve()), 1000);
      }),
  );
}

async function hearthSetup(browser: Browser, link: string): Promise<Setup> {
  const page = await newPage(browser);
  const newcomer = new Person('Ben', new URL(link).origin, page);
  await newcomer.open(link);
  await newcomer.find('textbox', 'Your name').fill('Ben');
  await newcomer.turnOnDevices();
  await settle(page);
  await newcomer.press('Join room');
  const setup = await read(page);
  await newcomer.press('Leave');
  await newcomer.button('Rejoin').waitFor();
  await page.context().close();
  return setup;
}

async function peerJsSetup(browser: Browser, site: PeerJsSite, round: number): Promise<Setup> {
  const page = await newPage(browser);
  await page.goto(`${site.origin}/?port=${site.port}&id=caller-${round}&call=callee`);
  await page.waitForFunction(() => document.title === 'ready');
  await settle(page);
  await page.getByRole('button', { name: 'Call' }).click();
  const setup = await read(page);
  await page.context().close();
  return setup;
}

/** Median of each step that most rounds had, in the order of time. */
function medians(setups: readonly Setup[]): Breakdown {
  const names = new Set(setups.flatMap(({ steps }) => Object.keys(steps)));
  const rows: [string, number][] = [];
  for (const name of names) {
    const values = setups.map(({ steps }) => steps[name]).filter((value) => value !== undefined);
    if (values.length > setups.length / 2) rows.push([name, percentile(values, 0.5)]);
  }
  rows.sort(([, one], [, other]) => one - other);
  return Object.fromEntries(rows.map(([name, value]) => [name, Math.round(value * 10) / 10]));
}

/** Milliseconds from the click to the newcomer's first remote frame, Hearth and PeerJS in turn. */
export async function measure([rounds = '20']: readonly string[]): Promise<object> {
  await using server = await HearthServer.start([
    '--Hearth:Rooms:EntryBurst=1000',
    '--Hearth:Http:RequestBurst=1000',
  ]);
  const peerJs = await servePeerJs();
  const [one, other] = await Promise.all([launchChromium('fake'), launchChromium('fake')]);
  try {
    const host = new Person('Anna', server.origin, await newPage(one));
    const link = await host.start();
    const callee = await newPage(one);
    await callee.goto(`${peerJs.origin}/?port=${peerJs.port}&id=callee`);
    await callee.waitForFunction(() => document.title === 'ready');

    const hearth: Setup[] = [];
    const peerjs: Setup[] = [];
    for (let round = 0; round <= Number(rounds); round++) {
      const ours = await hearthSetup(other, link);
      const theirs = await peerJsSetup(other, peerJs, round);
      // The first round warms both up.
      if (round === 0) continue;
      hearth.push(ours);
      peerjs.push(theirs);
    }
    const ratio =
      percentile(
        hearth.map(({ total }) => total),
        0.5,
      ) /
      percentile(
        peerjs.map(({ total }) => total),
        0.5,
      );
    return {
      unit: 'ms',
      hearth: summary(hearth.map(({ total }) => total)),
      peerjs: summary(peerjs.map(({ total }) => total)),
      ratioOfMedians: Math.round(ratio * 100) / 100,
      hearthSteps: medians(hearth),
      peerjsSteps: medians(peerjs),
    };
  } finally {
    peerJs.close();
    await Promise.all([one.close(), other.close()]);
  }
}
