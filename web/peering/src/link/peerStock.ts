import type { Cancel, Clock } from '../clock.ts';
import type { WatchPage } from '../room/pageLifecycle.ts';
import type { LocalTracks } from '../room/snapshots.ts';
import type { LinkRole } from './envelope.ts';
import { addTransceivers, openChannels, type PreparedPeer } from './firstOffer.ts';
import { type CreatePeer, useIceServers } from './peerPort.ts';

/** Long after the bustle of a new link; making a connection costs the page some milliseconds. */
const refillAfterMs = 3_000;
/** The addresses in an offer age: a device changes its network. */
const offerFreshForMs = 120_000;

/** Keeps one peer connection ready, in the lobby with its first offer, so that a link begins at once. */
export class PeerStock {
  readonly #create: CreatePeer;
  readonly #createStream: () => MediaStream;
  readonly #configuration: RTCConfiguration;
  readonly #clock: Clock;
  #spare: PreparedPeer | null = null;
  #offeredAt = 0;
  #timer: Cancel | null = null;
  #isClosed = false;
  readonly #stopWatching: () => void;

  /** `configuration` is all but the ICE servers, which are not known in the lobby. */
  constructor(
    clock: Clock,
    world: { createPeer: CreatePeer; createStream(): MediaStream; watchPage: WatchPage },
    configuration: RTCConfiguration,
  ) {
    this.#create = world.createPeer;
    this.#createStream = world.createStream;
    this.#configuration = configuration;
    this.#clock = clock;
    // An offer that names the old addresses would lead nowhere.
    this.#stopWatching = world.watchPage({ networkChanged: () => this.#dropOffer() });
  }

  fill(): void {
    if (this.#isClosed) return;
    try {
      this.#spare ??= this.#make();
    } catch {
      // A browser with too many connections: whoever needs one hears of it.
    }
  }

  /**
   * Makes the first offer ahead, for the tracks a person is about to bring. Asked again, a fresh one is made:
   * what may be told of one's addresses changes with the permission to use a device.
   */
  offer(tracks: LocalTracks): void {
    this.#dropOffer();
    this.fill();
    const spare = this.#spare;
    if (!spare || spare.offered) return;
    const { peer, channels } = spare;
    addTransceivers(peer, tracks, this.#createStream());
    const offered = peer.setLocalDescription();
    // Whoever takes it hears of a failure; one that nobody took concerns nobody.
    offered.catch(() => {});
    this.#spare = { peer, channels, offered };
    this.#offeredAt = this.#clock.now();
  }

  take(iceServers: RTCIceServer[], role: LinkRole): PreparedPeer {
    const isStale = this.#clock.now() - this.#offeredAt > offerFreshForMs;
    // Addresses that a server tells are gathered with the offer, and an answer needs a connection without one.
    if (role === 'answerer' || iceServers.length || isStale) this.#dropOffer();
    const prepared = this.#spare ?? this.#make();
    this.#spare = null;
    if (!this.#isClosed) this.#timer ??= this.#clock.after(refillAfterMs, () => this.#refill());
    if (iceServers.length) useIceServers(prepared.peer, iceServers);
    return prepared;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#timer?.();
    this.#spare?.peer.close();
    this.#spare = null;
  }

  #make(): PreparedPeer {
    const peer = this.#create(this.#configuration);
    return { peer, channels: openChannels(peer), offered: null };
  }

  #dropOffer(): void {
    if (!this.#spare?.offered) return;
    this.#spare.peer.close();
    this.#spare = null;
  }

  #refill(): void {
    this.#timer = null;
    this.fill();
  }
}
