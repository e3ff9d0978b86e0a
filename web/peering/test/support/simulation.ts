import type { IdentityStore } from '../../src/identity/identityStore.ts';
import { RoomKey } from '../../src/keys/roomKey.ts';
import type { Environment } from '../../src/room/environment.ts';
import type { JoinOptions } from '../../src/room/join.ts';
import type { PageHandlers } from '../../src/room/pageLifecycle.ts';
import type { PlaceStore } from '../../src/room/placeStore.ts';
import { Room } from '../../src/room/room.ts';
import { SignalingConnection } from '../../src/room/signalingConnection.ts';
import type { LinkState } from '../../src/room/snapshots.ts';
import { FakeNetwork, FakePeer } from './fakePeer.ts';
import { FakeServer, type Tap } from './fakeServer.ts';
import { memoryIdentities } from './memoryIdentities.ts';
import { SeededRandomness } from './seededRandomness.ts';
import { settle, VirtualClock } from './virtualClock.ts';

/** A person with a page open. */
export interface Guest {
  room: Room;
  name: string;
  page: PageHandlers;
  places: PlaceStore & { tokens: Map<string, string> };
  peers: FakePeer[];
  events: string[];
}

/** What somebody brings besides the options of joining. */
interface Belongings {
  tap?: Tap;
  /** The browser's storage: the same one is the same person. */
  identities?: IdentityStore;
  /** Null: an insecure page. */
  subtle?: SubtleCrypto | null;
  remember?: boolean;
}

const firstDay = Date.UTC(2026, 0, 1);

/** A server, a network and people, all in virtual time. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly network = new FakeNetwork(this.clock);
  readonly server: FakeServer;
  readonly key: RoomKey | null;
  readonly randomness: SeededRandomness;
  readonly guests: Guest[] = [];
  #certificates = 0;

  constructor(options: { keyed?: boolean; seed?: number } = {}) {
    this.randomness = new SeededRandomness(options.seed ?? 1);
    this.key = options.keyed ? RoomKey.generate(this.randomness) : null;
    this.server = new FakeServer(this.clock, 'garden', options.keyed ? 'keyed' : 'named');
  }

  /** Somebody joins; the promise settles while virtual time passes. */
  async join(
    name: string,
    options: Partial<JoinOptions> & Belongings & { prepared?: boolean; withinMs?: number } = {},
  ): Promise<Guest> {
    const { tap, prepared, identities, withinMs = 150, ...others } = options;
    const { subtle = crypto.subtle, remember = true, ...rest } = others;
    const certificate = ++this.#certificates;
    const peers: FakePeer[] = [];
    const watchers = new Set<Partial<PageHandlers>>();
    const tell = (what: keyof PageHandlers) => () => {
      for (const watcher of watchers) watcher[what]?.();
    };
    const page: PageHandlers = {
      left: tell('left'),
      returned: tell('returned'),
      hidden: tell('hidden'),
      woke: tell('woke'),
      networkChanged: tell('networkChanged'),
    };
    const environment: Environment = {
      clock: this.clock,
      randomness: this.randomness,
      openTransport: () => this.server.transport(tap),
      createPeer: (configuration) => {
        const peer = new FakePeer(this.network, certificate, configuration);
        peers.push(peer);
        return peer.port;
      },
      createStream: () => ({}) as MediaStream,
      createCertificate: () => Promise.resolve(undefined),
      createLevelMeter: () => ({ level: () => 0.5, close() {} }),
      watchPage: (handlers) => {
        watchers.add(handlers);
        return () => watchers.delete(handlers);
      },
      subtle: subtle ?? undefined,
      identities: identities ?? memoryIdentities(),
      today: () => new Date(firstDay + this.clock.now()),
    };
    const places = options.places ?? memoryPlaces();
    const lobby = { origin: 'http://hearth.test', room: 'garden', remember };
    const connection = SignalingConnection.open(lobby, environment);
    if (prepared) await connection.prepare({ microphone: null, camera: null, screen: null });
    const joining = Room.join(
      {
        room: 'garden',
        key: this.key,
        name,
        device: 'desktop',
        tracks: { microphone: null, camera: null, screen: null },
        state: { microphone: true, camera: true, screen: false, paused: false },
        connection,
        places,
        ...rest,
      },
      environment,
    );
    const outcome = joining.catch((error: unknown) => error);
    await this.clock.advance(withinMs);
    const room = await Promise.race([outcome, settle().then(() => null)]);
    if (!(room instanceof Room)) throw room ?? new Error('joining takes too long');
    if (watchers.size < 2) throw new Error('the room does not watch its page');
    const guest = {
      room,
      name,
      page,
      places: places as Guest['places'],
      peers,
      events: [] as string[],
    };
    room.on('memberJoined', (member) => guest.events.push(`+${member.label}`));
    room.on('memberLeft', (member, reason) => guest.events.push(`-${member.label} ${reason}`));
    room.on('notice', ({ code }) => guest.events.push(`!${code}`));
    room.on('closed', (reason) => guest.events.push(`closed ${reason}`));
    this.guests.push(guest);
    return guest;
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** `Anna>Bert connected` and so on, sorted, for whoever is still in the room. */
  links(): string[] {
    return this.guests
      .filter(({ room }) => room.status !== 'closed')
      .flatMap(({ room, name }) => room.members.map((m) => `${name}>${m.label} ${m.link?.state}`))
      .sort();
  }

  linkOf(guest: Guest, name: string): { state: LinkState | undefined; cause: string | undefined } {
    const link = guest.room.members.find((member) => member.label === name)?.link;
    return { state: link?.state, cause: link?.problem?.cause };
  }
}

export function memoryPlaces(): PlaceStore & { tokens: Map<string, string> } {
  const tokens = new Map<string, string>();
  return {
    tokens,
    load(room) {
      const token = tokens.get(room) ?? null;
      tokens.delete(room);
      return token;
    },
    save: (room, token) => void tokens.set(room, token),
    clear: (room) => void tokens.delete(room),
  };
}
