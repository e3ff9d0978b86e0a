import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type BrowserName, Browsers, type Devices, type Paths } from './browsers.ts';
import { FarLine } from './farLine.ts';
import { Person } from './person.ts';
import { HearthServer } from './server.ts';
import { PageWatch } from './watch.ts';

/** How one person comes: all of it has a default. */
export interface PersonOptions {
  readonly browser?: BrowserName;
  readonly devices?: Devices;
  readonly paths?: Paths;
  /** Where the person finds Hearth, when not at the server itself. */
  readonly origin?: string;
  readonly context?: BrowserContextOptions;
  /** The test cuts the network for this person: the browser may say so. */
  readonly networkMayFail?: boolean;
  /** The person is at the far end of this line, in a Chromium of their own. */
  readonly far?: FarLine;
}

const browsers = new Browsers();
const failures = path.join(process.cwd(), '.cache/browser-failures');

/** One test's world: servers, people and whatever else must end with it. */
export class World {
  readonly #contexts: BrowserContext[] = [];
  readonly #watches: { name: string; page: Page; watch: PageWatch }[] = [];
  readonly #ends: (() => Promise<void>)[] = [];
  #server: HearthServer | null = null;

  /** The server of this test; call `startServer` first to give it arguments. */
  async server(): Promise<HearthServer> {
    return this.#server ?? (await this.startServer());
  }

  async startServer(...args: string[]): Promise<HearthServer> {
    const server = await HearthServer.start(args);
    this.#server = server;
    this.#ends.push(() => server[Symbol.asyncDispose]());
    return server;
  }

  /** A line to a place elsewhere, and the server of this test where both ends reach it. */
  async layLine(seed?: number): Promise<FarLine> {
    const server = await HearthServer.start([], '0.0.0.0');
    this.#server = server;
    this.#ends.push(() => server[Symbol.asyncDispose]());
    const line = await FarLine.lay(server, seed);
    this.#ends.push(() => line.close());
    return line;
  }

  /** Something that ends with the test. */
  endWith(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  /** A person with a browser context of their own; nothing is opened yet. */
  async person(name: string, options: PersonOptions = {}): Promise<Person> {
    const { browser: kind = 'chromium', devices = 'fake', paths = 'any' } = options;
    const { far } = options;
    const browser = await (far?.browser(devices) ?? browsers.get(kind, devices, paths));
    const context = await browser.newContext({
      // Small, because nothing here draws with a graphics card.
      viewport: { width: 1024, height: 640 },
      ...options.context,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(15_000);
    const origin = options.origin ?? far?.origin ?? (await this.server()).origin;
    const person = new Person(name, origin, await context.newPage());
    await this.watch(name, person.page, options.networkMayFail === true);
    return person;
  }

  /** Makes every fault of a page fail this test. */
  async watch(name: string, page: Page, networkMayFail = false): Promise<PageWatch> {
    const watch = await PageWatch.on(page);
    watch.networkMayFail = networkMayFail;
    this.#watches.push({ name, page, watch });
    return watch;
  }

  /** Throws when any page logged an error, left an exception uncaught or broke its policy. */
  check(): void {
    const faults = this.#watches.flatMap(({ name, watch }) =>
      watch.faults().map((fault) => `${name}: ${fault}`),
    );
    if (faults.length > 0) throw new Error(`the pages reported faults:\n${faults.join('\n')}`);
  }

  /** For a test whose faults were the point of it. */
  forgive(): void {
    this.#watches.length = 0;
  }

  /** Keeps pictures and logs of a failed test. */
  async keepEvidence(title: string): Promise<void> {
    const folder = path.join(failures, title.replaceAll(/[^\w]+/g, '-').slice(0, 80));
    await mkdir(folder, { recursive: true });
    for (const [index, { name, page, watch }] of this.#watches.entries()) {
      const file = path.join(folder, `${index}-${name}`);
      await page.screenshot({ path: `${file}.png`, timeout: 3000 }).catch(() => null);
      const tree = await page
        .locator('body')
        .ariaSnapshot({ timeout: 3000 })
        .catch(() => '');
      await writeFile(`${file}.txt`, `${page.url()}\n\n${tree}\n\n${watch.log.join('\n')}\n`);
    }
    if (this.#server) await writeFile(path.join(folder, 'server.txt'), this.#server.output);
  }

  async end(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    for (const end of this.#ends.reverse()) await end();
  }
}

/** A test with a world of its own; it may take `timeout` milliseconds. */
export function scenario(
  title: string,
  body: (world: World) => Promise<void>,
  timeout = 120_000,
): void {
  test(title, { timeout }, async () => {
    const world = new World();
    try {
      await body(world);
      world.check();
    } catch (error) {
      await world.keepEvidence(title);
      throw error;
    } finally {
      await world.end();
    }
  });
}

after(() => browsers.close());
