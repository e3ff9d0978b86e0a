import type { Cancel, Clock } from '../clock.ts';
import { type CreatePeer, type PeerPort, useIceServers } from './peerPort.ts';

/** Long after the bustle of a new link; making a connection costs the page some milliseconds. */
const refillAfterMs = 3_000;

/** Keeps one peer connection ready, so that a link begins without waiting for its making. */
export class PeerStock {
  readonly #create: CreatePeer;
  readonly #configuration: RTCConfiguration;
  readonly #clock: Clock;
  #spare: PeerPort | null = null;
  #timer: Cancel | null = null;
  #isClosed = false;

  /** `configuration` is all but the ICE servers, which are not known in the lobby. */
  constructor(clock: Clock, create: CreatePeer, configuration: RTCConfiguration) {
    this.#clock = clock;
    this.#create = create;
    this.#configuration = configuration;
  }

  fill(): void {
    if (this.#isClosed) return;
    try {
      this.#spare ??= this.#create(this.#configuration);
    } catch {
      // A browser with too many connections: whoever needs one hears of it.
    }
  }

  take(iceServers: RTCIceServer[]): PeerPort {
    const spare = this.#spare;
    this.#spare = null;
    if (!this.#isClosed) this.#timer ??= this.#clock.after(refillAfterMs, () => this.#refill());
    const peer = spare ?? this.#create(this.#configuration);
    if (iceServers.length) useIceServers(peer, iceServers);
    return peer;
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.();
    this.#spare?.close();
    this.#spare = null;
  }

  #refill(): void {
    this.#timer = null;
    this.fill();
  }
}
