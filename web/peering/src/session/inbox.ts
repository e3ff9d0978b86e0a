import type { Cancel, Clock } from '../clock.ts';

/** The server keeps what is not acknowledged; it asks for word within 250 ms or 16 messages. */
const acknowledgeWithinMs = 250;
const acknowledgeAtMessages = 16;

/** Puts the server's numbered messages in order and acknowledges them. */
export class Inbox {
  readonly #clock: Clock;
  readonly #acknowledge: (seq: number) => void;
  #last = 0;
  #acknowledged = 0;
  #timer: Cancel | null = null;

  constructor(clock: Clock, acknowledge: (seq: number) => void) {
    this.#clock = clock;
    this.#acknowledge = acknowledge;
  }

  /** The number of the last message received, for `resume`. */
  get last(): number {
    return this.#last;
  }

  /** A place begins, or begins anew: this was the last number. */
  reset(last: number): void {
    this.pause();
    this.#last = this.#acknowledged = last;
  }

  /** The connection is gone; what was not acknowledged is told by the next `resume`. */
  pause(): void {
    this.#timer?.();
    this.#timer = null;
  }

  /** Whether this number is the next one, one we had already, or one that skips ahead. */
  accept(seq: number): 'next' | 'duplicate' | 'gap' {
    if (seq > this.#last + 1) return 'gap';
    // Also a duplicate is acknowledged again: its first acknowledgement may have been lost.
    this.#timer ??= this.#clock.after(acknowledgeWithinMs, () => this.#flush());
    if (seq <= this.#last) return 'duplicate';
    this.#last = seq;
    if (seq - this.#acknowledged >= acknowledgeAtMessages) this.#flush();
    return 'next';
  }

  #flush(): void {
    this.pause();
    this.#acknowledged = this.#last;
    this.#acknowledge(this.#last);
  }
}
