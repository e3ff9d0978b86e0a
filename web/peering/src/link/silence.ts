import type { Cancel, Clock } from '../clock.ts';

/** What the watch needs of a link. */
export interface AudibleLink {
  readonly receivers: RTCRtpReceiver[];
  getStats(): Promise<RTCStatsReport>;
}

/** Looking costs next to nothing: the newest packet of each track is known without asking the media threads. */
const lookEveryMs = 500;
/** Sound comes fifty times a second: a pause this long is worth a question. */
const suspiciousAfterMs = 1_500;
/** By then the browser has noticed a lost path itself; one that it still calls connected is only quiet. */
const believedAfterMs = 7_000;

/**
 * Notices within about 2 s that nothing arrives any more on a connected link; browsers say so after 5 s or more.
 * Only what was heard before can fall silent.
 */
export class Silence {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #link: AudibleLink | null = null;
  #timer: Cancel | null = null;
  #isSilent = false;
  #newest = 0;
  /** When the newest packet was first seen; null: nothing was heard yet. */
  #since: number | null = null;
  #bytes: number | null = null;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** The browser says that this link is connected. */
  watch(link: AudibleLink): void {
    if (this.#link === link) return;
    this.stop();
    this.#link = link;
    this.#look();
  }

  /** The link is gone, or the browser itself says that it is not connected. */
  stop(): void {
    this.#timer?.();
    this.#link = this.#timer = null;
    this.#forget();
  }

  #forget(): void {
    this.#isSilent = false;
    this.#since = this.#bytes = null;
  }

  #look(): void {
    const link = this.#link;
    if (!link) return;
    this.#timer = this.#clock.after(lookEveryMs, () => this.#look());
    const newest = newestPacket(link);
    const now = this.#clock.now();
    if (newest > this.#newest) {
      this.#newest = newest;
      this.#bytes = null;
      this.#since = now;
      this.#set(false);
    } else if (this.#since !== null && !this.#isSilent) {
      if (now - this.#since >= suspiciousAfterMs) this.#ask(link);
    } else if (this.#since !== null && now - this.#since >= believedAfterMs) {
      this.#forget();
      this.#changed();
    }
  }

  /** Somebody who sends nothing any more still confirms what arrives there. */
  #ask(link: AudibleLink): void {
    link.getStats().then(
      (report) => {
        if (link !== this.#link || this.#since === null) return;
        const bytes = receivedBytes(report);
        const isSame = bytes === this.#bytes;
        this.#bytes = bytes;
        if (isSame) this.#set(true);
      },
      // Closed meanwhile.
      () => {},
    );
  }

  #set(isSilent: boolean): void {
    if (this.#isSilent === isSilent) return;
    this.#isSilent = isSilent;
    this.#changed();
  }
}

function newestPacket({ receivers }: AudibleLink): number {
  const sources = receivers.flatMap((receiver) => receiver.getSynchronizationSources?.() ?? []);
  return Math.max(0, ...sources.map(({ timestamp }) => timestamp));
}

function receivedBytes(report: RTCStatsReport): number {
  let bytes = 0;
  report.forEach(({ type, bytesReceived }: Record<string, unknown>) => {
    if (type === 'candidate-pair' && typeof bytesReceived === 'number') bytes += bytesReceived;
  });
  return bytes;
}
