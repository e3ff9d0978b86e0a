import type { Cancel, Clock } from '../clock.ts';
import type { Randomness } from '../randomness.ts';

/** Attempts come this far apart; the last delay repeats. */
const delaysMs = [4_000, 5_000, 8_000, 15_000, 30_000];
/** `failed` may come in bursts; attempts keep this distance. */
const attemptsApartMs = 1_500;

/** When to try again to connect a link. */
export class Recovery {
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  readonly #attempt: (attempt: number) => void;
  #cancel: Cancel | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;
  #attempts = 0;

  constructor(clock: Clock, randomness: Randomness, attempt: (attempt: number) => void) {
    this.#clock = clock;
    this.#randomness = randomness;
    this.#attempt = attempt;
  }

  /** Attempts since the link last worked. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Tries within this time at the latest. */
  within(ms: number): void {
    const soonest = this.#lastAt + attemptsApartMs;
    const due = Math.max(this.#clock.now() + ms, soonest);
    if (due >= this.#dueAt) return;
    this.#cancel?.();
    this.#dueAt = due;
    this.#cancel = this.#clock.after(due - this.#clock.now(), () => this.#run());
  }

  /** The link works, or must not be tried: no attempt is planned, and counting begins anew. */
  rest(): void {
    this.pause();
    this.#attempts = 0;
  }

  /** No attempt is planned until somebody asks for one. */
  pause(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  #run(): void {
    this.pause();
    this.#lastAt = this.#clock.now();
    const delay = delaysMs[Math.min(this.#attempts, delaysMs.length - 1)] ?? 0;
    this.#attempts++;
    this.within(delay * (0.75 + this.#randomness.fraction() / 2));
    this.#attempt(this.#attempts);
  }
}
