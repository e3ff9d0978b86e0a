import type { ConsoleMessage, Page } from 'playwright-core';
import { observe } from './observer.ts';

/** What browsers themselves log when the network is gone; legitimate where a test cuts it. */
const networkErrors = [
  /net::ERR_/,
  /Failed to load resource/,
  /WebSocket connection to .* failed/,
  /Firefox can.t establish a connection/,
  /The connection to .* was interrupted/,
  /NetworkError/,
];

/** Collects everything of one page that fails a test. */
export class PageWatch {
  readonly #faults: string[] = [];
  /** Everything logged, for the report of a failed test. */
  readonly log: string[] = [];
  /** Set by a test that cuts the network. */
  networkMayFail = false;

  static async on(page: Page): Promise<PageWatch> {
    const watch = new PageWatch();
    page.on('pageerror', (error) => watch.#note(`uncaught: ${error.message}`));
    page.on('console', (message) => watch.#hear(message));
    page.on('crash', () => watch.#faults.push('the page crashed'));
    await page.exposeBinding('reportFault', (_, fault: string) => {
      watch.#faults.push(fault);
    });
    await page.addInitScript(observe);
    return watch;
  }

  #hear(message: ConsoleMessage): void {
    const text = `${message.type()}: ${message.text()} (${message.location().url})`;
    this.log.push(text);
    if (message.type() === 'error') this.#note(text);
  }

  #note(text: string): void {
    if (this.networkMayFail && networkErrors.some((pattern) => pattern.test(text))) return;
    this.#faults.push(text);
  }

  /** All faults so far; the page may be closed already. */
  faults(): readonly string[] {
    return this.#faults;
  }
}
