import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Keeps the screen awake while its component is in the page. */
export class WakeLock implements ReactiveController {
  #lock: WakeLockSentinel | null = null;
  #here = false;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#here = true;
    document.addEventListener('visibilitychange', this.#ask);
    this.#ask();
  }

  hostDisconnected(): void {
    this.#here = false;
    document.removeEventListener('visibilitychange', this.#ask);
    this.#release();
  }

  /** A page that was hidden has lost its lock and has to ask again. */
  readonly #ask = (): void => {
    if (!('wakeLock' in navigator) || document.hidden) return;
    navigator.wakeLock.request('screen').then(
      (lock) => {
        this.#release();
        this.#lock = lock;
        if (!this.#here) this.#release();
      },
      // A device that saves power may refuse; the call goes on without.
      () => {},
    );
  };

  #release(): void {
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
