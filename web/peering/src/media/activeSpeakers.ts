/** Loudness, 0..1, from which a sound counts as a voice. */
const loudFrom = 0.03;
/** So long somebody must speak to count: a cough moves nobody's picture. */
const speaksAfterMs = 300;
/** Longer silences end a stretch of speech; the ones between syllables do not. */
const pauseWithinSpeechMs = 250;

/** What is known of one voice. Times in milliseconds. */
interface Voice {
  beganAt: number;
  lastAt: number;
  /** The last moment at which this was speech; minus infinity: never. */
  spokeAt: number;
}

/** Who spoke last. Takes levels and times, owns neither clock nor receiver. */
export class ActiveSpeakers {
  readonly #voices = new Map<string, Voice>();
  #order: readonly string[] = [];

  /** Ids, whoever spoke most recently first; those who speak at the same time keep their order. */
  get order(): readonly string[] {
    return this.#order;
  }

  /** Takes all levels heard at one time; returns whether the order changed. Who is not named has gone. */
  handleLevels(now: number, levels: ReadonlyMap<string, number>): boolean {
    for (const [id, level] of levels) this.#hear(id, level, now);
    const spoke = (id: string) => this.#voices.get(id)?.spokeAt ?? Number.NEGATIVE_INFINITY;
    const known = this.#order.filter((id) => levels.has(id));
    const newcomers = [...levels.keys()].filter((id) => !this.#order.includes(id));
    const order = [...known, ...newcomers].sort((a, b) =>
      spoke(a) === spoke(b) ? 0 : spoke(b) - spoke(a),
    );
    for (const id of this.#voices.keys()) if (!levels.has(id)) this.#voices.delete(id);
    const isSame =
      order.length === this.#order.length && order.every((id, index) => id === this.#order[index]);
    if (!isSame) this.#order = order;
    return !isSame;
  }

  #hear(id: string, level: number, now: number): void {
    const silent = Number.NEGATIVE_INFINITY;
    const voice = this.#voices.get(id) ?? { beganAt: now, lastAt: silent, spokeAt: silent };
    this.#voices.set(id, voice);
    if (level < loudFrom) return;
    if (now - voice.lastAt > pauseWithinSpeechMs) voice.beganAt = now;
    voice.lastAt = now;
    if (now - voice.beganAt >= speaksAfterMs) voice.spokeAt = now;
  }
}
