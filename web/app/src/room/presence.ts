import type { Room } from '@hearth/peering';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the screen awake in a call, and tells the others while the page of a phone sleeps in the
 * background.
 */
export class Presence implements ReactiveController {
  readonly #room: () => Pick<Room, 'setState'>;
  readonly #handheld: () => boolean;
  #lock: WakeLockSentinel | null = null;
  #here = false;

  constructor(
    host: ReactiveControllerHost,
    room: () => Pick<Room, 'setState'>,
    handheld: () => boolean,
  ) {
    this.#room = room;
    this.#handheld = handheld;
    host.addController(this);
  }

  hostConnected(): void {
    this.#here = true;
    document.addEventListener('visibilitychange', this.#handleVisibility);
    void this.#stayAwake();
  }

  hostDisconnected(): void {
    this.#here = false;
    document.removeEventListener('visibilitychange', this.#handleVisibility);
    this.#release();
  }

  readonly #handleVisibility = (): void => {
    if (this.#handheld()) this.#room().setState({ paused: document.hidden });
    // A hidden page loses its lock and has to ask again.
    if (!document.hidden) void this.#stayAwake();
  };

  async #stayAwake(): Promise<void> {
    if (!('wakeLock' in navigator) || document.hidden) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.#release();
      this.#lock = lock;
      if (!this.#here) this.#release();
    } catch {
      // A device that saves power may refuse; the call goes on without.
    }
  }

  #release(): void {
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
