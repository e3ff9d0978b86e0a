import type { Cancel, Clock } from '../../src/clock.ts';

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** How many WebCrypto operations are under way: they end on threads, outside virtual time. */
let cryptoOperations = 0;
const operations = [
  ...(['sign', 'verify', 'digest', 'deriveBits', 'deriveKey'] as const),
  ...(['importKey', 'exportKey', 'generateKey'] as const),
];
for (const name of operations) {
  const original = (crypto.subtle[name] as (...values: unknown[]) => Promise<unknown>).bind(
    crypto.subtle,
  );
  Object.defineProperty(crypto.subtle, name, {
    value: (...values: unknown[]) => {
      cryptoOperations++;
      return original(...values).finally(() => cryptoOperations--);
    },
  });
}

/** Lets every promise that can settle without time passing settle. */
export async function settle(): Promise<void> {
  let quiet = 0;
  while (quiet < 2) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = cryptoOperations === 0 ? quiet + 1 : 0;
  }
}

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
  #now = 1_000;
  #order = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Cancel {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** Runs what becomes due, one timer after the other, with all promises settled in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return this.#timers
      .filter((timer) => timer.at <= end)
      .sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}
