import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from '../../tests/browser/harness/browsers.ts';
import { Person } from '../../tests/browser/harness/person.ts';
import { HearthServer, withoutLimits } from '../../tests/browser/harness/server.ts';
import { percentile } from '../statistics.ts';

const sizes = [2, 4, 8] as const;
/** Estimates and encoders have settled by then. */
const settleMs = 15_000;
const windowMs = 5_000;
/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const ticksPerSecond = 100;

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Processor time one process has used, in seconds. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

interface Processes {
  readonly renderer: number;
  readonly all: readonly number[];
}

/** The processes of a browser that shows one page: its renderer is the one that worked the most. */
async function processesOf(browser: Browser): Promise<Processes> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const [renderer] = renderers.sort((a, b) => b.cpuTime - a.cpuTime);
  if (renderer === undefined) throw new Error('the browser has no page');
  return { renderer: renderer.id, all: processInfo.map(({ id }) => id) };
}

interface Load {
  /** Share of one core, in percent: the page itself, and its whole browser. */
  readonly page: number;
  readonly browser: number;
}

async function loadOf({ renderer, all }: Processes): Promise<Load> {
  const look = async () => ({
    at: performance.now(),
    page: await cpuOf(renderer),
    browser: (await Promise.all(all.map((pid) => cpuOf(pid).catch(() => 0)))).reduce(
      (a, b) => a + b,
    ),
  });
  const before = await look();
  await pause(windowMs);
  const after = await look();
  const seconds = (after.at - before.at) / 1000;
  return {
    page: (100 * (after.page - before.page)) / seconds,
    browser: (100 * (after.browser - before.browser)) / seconds,
  };
}

async function come(browser: Browser, name: string, origin: string): Promise<Person> {
  const context = await browser.newContext(desk);
  context.setDefaultTimeout(120_000);
  return new Person(name, origin, await context.newPage());
}

/** How many pictures the page encodes and decodes at the end, so that a number can be read. */
async function picturesOf(person: Person): Promise<{ encoded: number; decoded: number }> {
  return person.page.evaluate(async () => {
    const look = async () => {
      const all = await Promise.all(window.links.map((link) => link.getStats()));
      const entries = all.flatMap((report, index) =>
        [...report.values()].map((entry) => ({ ...entry, key: `${index} ${entry.id}` })),
      );
      return entries.filter(({ kind }) => kind === 'video');
    };
    const before = new Map((await look()).map((entry) => [entry.key, entry]));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const after = await look();
    const growing = (field: 'framesEncoded' | 'framesDecoded', type: string): number =>
      after.filter(
        (entry) => entry.type === type && entry[field] > (before.get(entry.key)?.[field] ?? 0),
      ).length;
    return {
      encoded: growing('framesEncoded', 'outbound-rtp'),
      decoded: growing('framesDecoded', 'inbound-rtp'),
    };
  });
}

declare global {
  interface Window {
    links: RTCPeerConnection[];
  }
}

/** Runs in the page before any of its scripts. */
function keepLinks(): void {
  window.links = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.links.push(this);
    }
  };
}

/** One call: the measured page has a browser of its own, the others share one. */
async function measureCall(members: number, origin: string, windows: number): Promise<object> {
  const [own, shared] = await Promise.all([launchChromium('fake'), launchChromium('fake')]);
  try {
    const anna = await come(own, 'Anna', origin);
    await anna.page.addInitScript(keepLinks);
    const link = await anna.start();
    for (let index = 1; index < members; index++) {
      const other = await come(shared, `Guest ${index}`, origin);
      await other.comeTo(link);
      await anna.isConnectedTo(other.name);
    }
    await pause(settleMs);
    const processes = await processesOf(own);
    const loads: Load[] = [];
    for (let window = 0; window < windows; window++) loads.push(await loadOf(processes));
    const median = (field: keyof Load): number =>
      Math.round(
        percentile(
          loads.map((load) => load[field]),
          0.5,
        ),
      );
    return {
      members,
      page: median('page'),
      browser: median('browser'),
      ...(await picturesOf(anna)),
    };
  } finally {
    await Promise.all([own.close(), shared.close()]);
  }
}

/** Processor time of one page in a call of 2, 4 and 8, in percent of one core; median of windows of 5 s. */
export async function measure([windows = '6']: readonly string[]): Promise<object> {
  await using server = await HearthServer.start(withoutLimits);
  const calls = [];
  for (const members of sizes) {
    calls.push(await measureCall(members, server.origin, Number(windows)));
  }
  return { unit: '% of one core', calls };
}
