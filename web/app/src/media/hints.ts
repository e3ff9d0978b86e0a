/** Below this a working microphone in a quiet room does not fall: only a dead one does. */
const silence = 0.004;
const silentAfterMs = 5000;

/** Notices, in the lobby, a microphone that is on and yet hears nothing for five seconds. */
export class SilenceHint {
  #silentSince: number | null = null;
  #shown = false;

  /** Whether `We can't hear your microphone` should stand there. */
  get shown(): boolean {
    return this.#shown;
  }

  /** `level` is null while no microphone is on. Returns {@link shown}. */
  handleLevel(now: number, level: number | null): boolean {
    if (level === null || level > silence) {
      this.#silentSince = null;
      this.#shown = false;
      return false;
    }
    this.#silentSince ??= now;
    this.#shown = now - this.#silentSince >= silentAfterMs;
    return this.#shown;
  }
}

/** Loudness (0..1) that may be a word, and how many such moments in how many milliseconds are speech. */
const word = 0.03;
const wordsNeeded = 3;
const wordsWithinMs = 3000;

/** How long `You're muted` stays after the last word, in milliseconds. */
const mutedStaysMs = 4000;

/** Notices somebody who speaks into a muted microphone: a door that falls shut is no speech. */
export class MutedHint {
  #words: readonly number[] = [];
  #until = 0;

  /** Takes the level of the microphone itself, which goes on hearing while muted. */
  handleLevel(now: number, level: number, muted: boolean): boolean {
    if (!muted) {
      this.#words = [];
      this.#until = 0;
      return false;
    }
    if (level >= word) this.#words = [...this.#words.filter((at) => now - at < wordsWithinMs), now];
    if (level >= word && this.#words.length >= wordsNeeded) this.#until = now + mutedStaysMs;
    return now < this.#until;
  }
}
