import type { LevelMeter } from './levelMeter.ts';

type Meter = Pick<LevelMeter, 'level' | 'close'>;

/** Loudness of one received track, 0..1, as the browser measured it on the way to the speaker. */
export function receivedLevel(receiver: RTCRtpReceiver | undefined): number {
  const sources = receiver?.getSynchronizationSources?.() ?? [];
  return Math.max(0, ...sources.map((source) => source.audioLevel ?? 0));
}

/** The meter of one's own microphone, made when it is first asked for. */
export class OwnLevel {
  readonly #create: (track: MediaStreamTrack) => Meter;
  #track: MediaStreamTrack | null = null;
  #meter: Meter | null = null;

  constructor(create: (track: MediaStreamTrack) => Meter) {
    this.#create = create;
  }

  level(track: MediaStreamTrack | null): number {
    if (track !== this.#track) {
      this.close();
      this.#track = track;
      this.#meter = track && this.#create(track);
    }
    return track?.enabled ? (this.#meter?.level() ?? 0) : 0;
  }

  close(): void {
    this.#meter?.close();
    this.#meter = this.#track = null;
  }
}
