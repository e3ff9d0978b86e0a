import { toBase64Url } from '../base64url.ts';
import type { Clock } from '../clock.ts';
import type { RoomKey } from '../keys/roomKey.ts';
import type { PeerStock } from '../link/peerStock.ts';
import type { VideoSize } from '../media/videoSize.ts';
import type { Joined } from '../protocol/messages.ts';
import { RequestError } from '../requestError.ts';
import type { JoinMessage, Session } from '../session/session.ts';
import type { Environment } from './environment.ts';
import { type PlaceStore, previousPlace } from './placeStore.ts';
import { SignalingConnection } from './signalingConnection.ts';
import type {
  ChatMessage,
  CloseReason,
  Device,
  LocalTracks,
  MemberState,
  Notice,
  RoomMember,
} from './snapshots.ts';
import type { Verification } from './verification.ts';

export interface JoinOptions {
  room: string;
  key: RoomKey | null;
  name: string;
  device: Device;
  tracks: LocalTracks;
  state: MemberState;
  origin?: string;
  /** Opened in the lobby; the room takes it over and closes it in the end. */
  connection?: SignalingConnection | undefined;
  videoSize?: VideoSize;
  places?: PlaceStore;
  /** What `createRoom` gave its maker: whoever shows it owns the room. Kept by the application. */
  ownerToken?: string;
  /** The room is locked, and its owner is asked: joining takes until somebody answers, or `signal` gives it up. */
  onKnocking?: () => void;
  signal?: AbortSignal;
}

/** The events of a room. */
export interface RoomEvents {
  /** Any snapshot changed. Comes once for all changes of a moment. */
  changed: () => void;
  memberJoined: (member: RoomMember) => void;
  memberLeft: (member: RoomMember, reason: string) => void;
  chat: (message: ChatMessage) => void;
  notice: (notice: Notice) => void;
  /** A member asks to compare the safety code. */
  verification: (verification: Verification) => void;
  closed: (reason: CloseReason) => void;
}

/** What a room is made of once the server has given it a place. */
export interface RoomParts {
  options: JoinOptions;
  request: JoinMessage;
  joined: Joined;
  connection: SignalingConnection;
  peers: PeerStock;
  linkKey: Promise<CryptoKey | null>;
}

/** Long enough for a slow phone network, short enough to say so. */
const joinWithinMs = 15_000;
const identityWithinMs = 100;

/** Everything up to the place: keys, certificate, the server's word. Rejects as `Room.join` does. */
export async function enter(
  options: JoinOptions,
  environment: Environment | undefined,
): Promise<RoomParts> {
  // Only a key needs cryptography; a named room opens on any page, if without camera and microphone.
  if (options.key && !globalThis.crypto?.subtle)
    throw new RequestError('insecure-context', 'A room with a key needs a secure address.');
  const { origin, key, room, name, device, state } = options;
  const connection =
    options.connection ?? SignalingConnection.open(origin ? { origin } : {}, environment);
  // Derived while the server answers: the first envelope is sealed without waiting.
  const linkKey = key?.linkKey(room) ?? Promise.resolve(null);
  const proof = await key?.proof();
  const attempt = toBase64Url(connection.environment.randomness.bytes(16));
  const identity = await showIdentity(connection, room, attempt);
  const { ownerToken } = options;
  const resumeOf = (options.places ?? previousPlace).load(room);
  const request: JoinMessage = {
    type: 'join',
    protocol: 1,
    room,
    name,
    device,
    state,
    attempt,
    ...(proof && { proof }),
    ...(identity && { identity }),
    ...(ownerToken && { ownerToken }),
    ...(resumeOf && { resumeOf }),
  };
  const { environment: world, session } = connection;
  // Ready since the lobby. Nothing may be waited for between the place and its room: news would be lost.
  const peers = await connection.peers;
  const asked = requestPlace(session, request, world.clock, options);
  const joined = await asked.catch((error: unknown) => {
    // A connection of the caller's stays open for another try.
    if (!options.connection) connection.close();
    throw error;
  });
  if (joined.room.id !== room || (joined.room.kind === 'keyed') !== (key !== null)) {
    session.leave();
    connection.close();
    throw new RequestError('downgraded', 'The server opened another room than the link names.');
  }
  return { options, request, joined, connection, peers, linkKey };
}

/**
 * Shows the server the key of this browser in the room, with a signature that nobody can show again elsewhere. A
 * storage that has not answered since the lobby must not keep anybody out: then without.
 */
async function showIdentity(
  connection: SignalingConnection,
  room: string,
  attempt: string,
): Promise<JoinMessage['identity']> {
  const { clock } = connection.environment;
  let stopTimer = () => {};
  const late = new Promise<null>((resolve) => {
    stopTimer = clock.after(identityWithinMs, () => resolve(null));
  });
  const person = await Promise.race([connection.person(room), late]);
  stopTimer();
  if (!person) return undefined;
  const signature = await person.identity.sign(['hearth/1 join', room, attempt]);
  return { key: person.identity.publicKey, signature };
}

/** Asks for a place and waits for it. Rejects with RequestError, or with the signal's reason. */
function requestPlace(
  session: Session,
  message: JoinMessage,
  clock: Clock,
  { signal, onKnocking }: Pick<JoinOptions, 'signal' | 'onKnocking'>,
): Promise<Joined> {
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const settle = (finish: () => void) => {
      for (const end of ends.splice(0)) end();
      finish();
    };
    const fail = (error: unknown) =>
      settle(() => {
        session.leave();
        reject(error);
      });
    const aborted = () => fail(signal?.reason);
    const unreachable = new RequestError(
      'unreachable',
      'Hearth could not be reached. Check the connection.',
    );
    const stopTimer = clock.after(joinWithinMs, () => fail(unreachable));
    ends.push(
      session.on('knocking', () => {
        // The server is there: people take the time they need.
        stopTimer();
        onKnocking?.();
      }),
      session.on('joined', (joined) => settle(() => resolve(joined))),
      session.on('refused', ({ code, message: text }) =>
        settle(() => reject(new RequestError(code, text))),
      ),
      session.on('ended', (reason) =>
        fail(new RequestError(reason, 'The place in the room was lost.')),
      ),
      stopTimer,
      () => signal?.removeEventListener('abort', aborted),
    );
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
    else session.join(message);
  });
}
