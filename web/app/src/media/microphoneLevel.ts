/** Reads the loudness of one track, 0..1. */
export interface Meter {
  level(): number;
  close(): void;
}

/**
 * The level of one's own microphone, also while it is muted: it listens to a clone of the track,
 * because a disabled track is silent.
 */
export class MicrophoneLevel {
  readonly #open: (track: MediaStreamTrack) => Meter;
  #source: MediaStreamTrack | null = null;
  #clone: MediaStreamTrack | null = null;
  #meter: Meter | null = null;

  constructor(open: (track: MediaStreamTrack) => Meter) {
    this.#open = open;
  }

  /** Follows a track; null closes the meter. Cheap when nothing changed. */
  follow(track: MediaStreamTrack | null): void {
    if (track === this.#source) return;
    this.close();
    this.#source = track;
    if (track === null) return;
    this.#clone = track.clone();
    this.#clone.enabled = true;
    this.#meter = this.#open(this.#clone);
  }

  /** Null while no microphone is on. */
  level(): number | null {
    return this.#meter?.level() ?? null;
  }

  close(): void {
    this.#meter?.close();
    this.#clone?.stop();
    this.#meter = null;
    this.#clone = null;
    this.#source = null;
  }
}

/** Spreads a level over 0..1 as an ear does: from -60 dB to -12 dB, where speech lives. */
export function shownLevel(level: number): number {
  if (level <= 0) return 0;
  const decibels = 20 * Math.log10(level);
  return Math.min(1, Math.max(0, (decibels + 60) / 48));
}
