import type { Clock } from '../clock.ts';

/**
 * Showing a room, or a newcomer's tile, keeps a page busy just when a link needs it: connecting comes first, if
 * it comes within this time.
 */
export const connectBeforeShowingMs = 250;

/** When listeners hear of what happened: at once, or when a newcomer's link is settled. */
export class Telling {
  readonly #clock: Clock;
  readonly #tellChanged: () => void;
  #isTelling = false;
  /** What waits to be told; null: nothing has to wait. */
  #held: (() => void)[] | null = null;

  constructor(clock: Clock, tellChanged: () => void) {
    this.#clock = clock;
    this.#tellChanged = tellChanged;
  }

  /** Somebody came: everything from now on is told when it is settled how to reach them. */
  hold(): void {
    this.#held ??= [];
    this.#clock.after(connectBeforeShowingMs, () => this.release());
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const tell of held) tell();
  }

  announce(tell: () => void): void {
    if (this.#held) this.#held.push(tell);
    else tell();
  }

  /** Listeners hear of it once for all changes of this moment. */
  changed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const tell = () => {
      this.#isTelling = false;
      this.#tellChanged();
    };
    if (this.#held) this.#held.push(tell);
    else queueMicrotask(tell);
  }
}
