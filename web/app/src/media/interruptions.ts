import type { CaptureKind } from './localMedia.ts';

/** How long a track may be silent for the system's own reasons before it is news, in milliseconds. */
const patienceMs = 1000;

/**
 * Tracks that the system or another program holds back: they are on, and nothing comes from them.
 * The browser says so with `mute` and `unmute`, which are not the person's own muting.
 */
export class Interruptions {
  readonly #later: (run: () => void, ms: number) => () => void;
  readonly #tell: (kind: CaptureKind, isPaused: boolean) => void;
  readonly #watched = new Map<CaptureKind, AbortController>();
  readonly #paused = new Set<CaptureKind>();

  constructor(
    later: (run: () => void, ms: number) => () => void,
    tell: (kind: CaptureKind, isPaused: boolean) => void,
  ) {
    this.#later = later;
    this.#tell = tell;
  }

  has(kind: CaptureKind): boolean {
    return this.#paused.has(kind);
  }

  /** Watches the track in use for a kind; null: none is. */
  watch(kind: CaptureKind, track: MediaStreamTrack | null): void {
    this.#watched.get(kind)?.abort();
    this.#watched.delete(kind);
    this.#paused.delete(kind);
    if (track === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    this.#watched.set(kind, ending);
    let cancel: () => void = () => {};
    const wait = (): void => {
      cancel();
      cancel = this.#later(() => track.muted && this.#set(kind, true), patienceMs);
    };
    track.addEventListener('mute', wait, { signal });
    track.addEventListener(
      'unmute',
      () => {
        cancel();
        this.#set(kind, false);
      },
      { signal },
    );
    signal.addEventListener('abort', () => cancel());
    if (track.muted) wait();
  }

  #set(kind: CaptureKind, isPaused: boolean): void {
    if (this.#paused.has(kind) === isPaused) return;
    if (isPaused) this.#paused.add(kind);
    else this.#paused.delete(kind);
    this.#tell(kind, isPaused);
  }
}
