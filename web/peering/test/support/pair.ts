import type { ControlFrame } from '../../src/channels/controlFrame.ts';
import { RoomKey } from '../../src/keys/roomKey.ts';
import type { Envelope } from '../../src/link/envelope.ts';
import { openChannels } from '../../src/link/firstOffer.ts';
import { Neighbour, type NeighbourContext } from '../../src/link/neighbour.ts';
import { Seal } from '../../src/link/seal.ts';
import { FakeNetwork, FakePeer } from './fakePeer.ts';
import { SeededRandomness } from './seededRandomness.ts';
import { VirtualClock } from './virtualClock.ts';

/** One end of a pair. */
export interface End {
  id: string;
  neighbour: Neighbour;
  context: NeighbourContext;
  peers: FakePeer[];
  frames: ControlFrame[];
  undelivered: ControlFrame[];
  counts: Map<string, number>;
}

type Intercept = (envelope: Envelope, from: string) => unknown[] | Promise<unknown[]>;

/** Two members and the server between them, which may do to envelopes what it likes. */
export class Pair {
  readonly clock = new VirtualClock();
  readonly network = new FakeNetwork(this.clock);
  readonly randomness: SeededRandomness;
  readonly room = 'garden';
  readonly key: RoomKey | null;
  readonly seal: Seal;
  readonly envelopes: { from: string; envelope: Envelope }[] = [];
  /** What is delivered in place of an envelope. */
  intercept: Intercept = (envelope) => [envelope];
  isSignaling = true;
  /** `a` is the smaller id, and so the polite one. */
  readonly a: End;
  readonly b: End;

  constructor(options: { keyed?: boolean; seed?: number } = {}) {
    const { keyed = true, seed = 1 } = options;
    this.randomness = new SeededRandomness(seed);
    this.key = keyed ? RoomKey.generate(this.randomness) : null;
    this.seal = new Seal(this.room, this.key?.linkKey(this.room) ?? Promise.resolve(null));
    this.a = this.#end('a', 'b', 1);
    this.b = this.#end('b', 'a', 2);
  }

  get states(): string {
    return `${this.a.neighbour.state} ${this.b.neighbour.state}`;
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** `b` came later and offers. */
  async connect(): Promise<void> {
    this.a.neighbour.expect();
    this.b.neighbour.begin();
    await this.pass(200);
  }

  deliver(to: string, data: unknown): void {
    (to === 'a' ? this.a : this.b).neighbour.handleSignal(data);
  }

  #end(id: string, other: string, certificate: number): End {
    const peers: FakePeer[] = [];
    const frames: ControlFrame[] = [];
    const undelivered: ControlFrame[] = [];
    const counts = new Map<string, number>();
    const context: NeighbourContext = {
      self: id,
      clock: this.clock,
      randomness: this.randomness,
      seal: this.seal,
      send: (to, envelope) => {
        this.envelopes.push({ from: id, envelope });
        this.clock.after(5, async () => {
          if (!this.isSignaling) return;
          for (const data of await this.intercept(structuredClone(envelope), id))
            this.deliver(to, JSON.parse(JSON.stringify(data)));
        });
        return true;
      },
      createPeer: () => {
        const peer = new FakePeer(this.network, certificate);
        peers.push(peer);
        return { peer: peer.port, channels: openChannels(peer.port), offered: null };
      },
      createStream: () => ({}) as MediaStream,
      iceServers: () => [],
      isSignaling: () => this.isSignaling,
      doubtSignaling: () => {},
      tracks: () => ({ microphone: null, camera: null, screen: null }),
      holdsVideo: () => false,
      count: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    };
    const neighbour = new Neighbour(other, context, {
      changed() {},
      frame: (frame) => frames.push(frame),
      undelivered: (frame) => undelivered.push(frame),
    });
    return { id, neighbour, context, peers, frames, undelivered, counts };
  }
}
