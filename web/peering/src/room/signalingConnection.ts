import { type OwnPerson, ownPerson } from '../identity/ownPerson.ts';
import { PeerStock } from '../link/peerStock.ts';
import { Session } from '../session/session.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import { openStorage } from './placeStore.ts';
import type { LocalTracks } from './snapshots.ts';

export interface LobbyOptions {
  origin?: string;
  /** The room one is about to join: its identity is made ready. */
  room?: string;
  /** False: nothing of the room stays on the device, and its identity lasts for the visit. */
  remember?: boolean;
  signal?: AbortSignal;
}

/** The connection to the server, opened in the lobby so that joining is one round trip. */
export class SignalingConnection {
  /** For `Room.join`, which takes the connection over. */
  readonly session: Session;
  /** One certificate and a first connection, made while people are still in the lobby. */
  readonly peers: Promise<PeerStock>;
  readonly environment: Environment;
  readonly #remembers: boolean;
  #person: { room: string; own: Promise<OwnPerson | null> } | null = null;

  private constructor(origin: string, environment: Environment, remembers: boolean) {
    const { clock, randomness } = environment;
    this.environment = environment;
    this.#remembers = remembers;
    openStorage();
    this.peers = this.#stock();
    this.session = new Session({ open: environment.openTransport(origin), clock, randomness });
    this.session.open();
  }

  static open(
    options: LobbyOptions,
    environment: Environment = browserEnvironment,
  ): SignalingConnection {
    const { origin = location.origin, room, remember = true, signal } = options;
    const connection = new SignalingConnection(origin, environment, remember);
    if (room !== undefined) void connection.person(room);
    if (signal?.aborted) connection.close();
    signal?.addEventListener('abort', () => connection.close(), { once: true });
    return connection;
  }

  /** Says what a person is about to bring, so that the first offer is made before it is wanted. */
  async prepare(tracks: LocalTracks): Promise<void> {
    const peers = await this.peers;
    // A place taken meanwhile has begun its links already.
    if (this.session.token === null) peers.offer(tracks);
  }

  /** Who this browser is in a room; made or loaded when the lobby names the room. Null on an insecure page. */
  person(room: string): Promise<OwnPerson | null> {
    if (this.#person?.room !== room) {
      const { clock, subtle, identities } = this.environment;
      const world = { clock, subtle, identities: this.#remembers ? identities : null };
      this.#person = { room, own: ownPerson(room, world) };
    }
    return this.#person.own;
  }

  /** Also ends the place of a room that was joined over it. */
  close(): void {
    this.session.close();
    void this.peers.then((peers) => peers.close());
  }

  async #stock(): Promise<PeerStock> {
    const { clock, createCertificate } = this.environment;
    // Without one of our own the browser makes a certificate for each connection.
    const certificate = await createCertificate().catch(() => undefined);
    const certificates = certificate ? [certificate] : [];
    const configuration: RTCConfiguration = { bundlePolicy: 'max-bundle', certificates };
    const peers = new PeerStock(clock, this.environment, configuration);
    peers.fill();
    return peers;
  }
}
