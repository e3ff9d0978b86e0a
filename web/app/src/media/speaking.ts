/** Loudness, 0..1, from which somebody counts as speaking, and below which they may have stopped. */
const startsAt = 0.03;
const endsBelow = 0.015;
/** A cough is not speech; a breath between two words is not silence. Milliseconds. */
const startsAfterMs = 120;
const endsAfterMs = 700;

/** Decides from a row of levels whether one person speaks, without flicker. */
export class SpeakingDetector {
  #speaking = false;
  /** When the level first contradicted the present answer; null while it agrees. */
  #contradictedAt: number | null = null;

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Takes the level (0..1) heard at a time in milliseconds and returns the answer. */
  handleLevel(now: number, level: number): boolean {
    const contradicts = this.#speaking ? level < endsBelow : level >= startsAt;
    if (!contradicts) {
      this.#contradictedAt = null;
      return this.#speaking;
    }
    this.#contradictedAt ??= now;
    const patience = this.#speaking ? endsAfterMs : startsAfterMs;
    if (now - this.#contradictedAt >= patience) {
      this.#speaking = !this.#speaking;
      this.#contradictedAt = null;
    }
    return this.#speaking;
  }
}

/** Keeps one detector per member and answers who speaks. */
export class SpeakingSet {
  readonly #detectors = new Map<string, SpeakingDetector>();
  #speaking: ReadonlySet<string> = new Set();

  get speaking(): ReadonlySet<string> {
    return this.#speaking;
  }

  /** Takes all levels heard at one time; returns whether the answer changed. */
  handleLevels(now: number, levels: ReadonlyMap<string, number>): boolean {
    for (const id of this.#detectors.keys()) if (!levels.has(id)) this.#detectors.delete(id);
    const speaking = new Set<string>();
    for (const [id, level] of levels) {
      let detector = this.#detectors.get(id);
      if (!detector) {
        detector = new SpeakingDetector();
        this.#detectors.set(id, detector);
      }
      if (detector.handleLevel(now, level)) speaking.add(id);
    }
    const same =
      speaking.size === this.#speaking.size && [...speaking].every((id) => this.#speaking.has(id));
    if (!same) this.#speaking = speaking;
    return !same;
  }
}
