/** How often each thing happened that nobody sees: refusals, drops, replays. Bounded. */
export class Counters {
  readonly #counts = new Map<string, number>();

  readonly count = (what: string): void => {
    const before = this.#counts.get(what);
    if (before !== undefined || this.#counts.size < 128) this.#counts.set(what, (before ?? 0) + 1);
  };

  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
