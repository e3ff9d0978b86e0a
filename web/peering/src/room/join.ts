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

/** Everything up to the place: keys, certificate, the server's word. Rejects as `Room.join` does. */
export async function enter(
  options: JoinOptions,
  environment: Environment | undefined,
): Promise<RoomParts> {
  // Only a key needs cryptography; a named room opens on any page, if without camera and microphone.
  if (options.key && !globalThis.crypto?.subtle)
    throw new RequestError('insecure-context', 'A room with a key needs a secure address.');
  const { origin, key, room, name, device, state, signal } = options;
  const connection =
    options.connection ?? SignalingConnection.open(origin ? { origin } : {}, environment);
  // Derived while the server answers: the first envelope is sealed without waiting.
  const linkKey = key?.linkKey(room) ?? Promise.resolve(null);
  const proof = await key?.proof();
  const resumeOf = (options.places ?? previousPlace).load(room);
  const request: JoinMessage = {
    type: 'join',
    protocol: 1,
    room,
    name,
    device,
    state,
    ...(proof && { proof }),
    ...(resumeOf && { resumeOf }),
  };
  const { environment: world, session } = connection;
  // Ready since the lobby. Nothing may be waited for between the place and its room: news would be lost.
  const peers = await connection.peers;
  const asked = requestPlace(session, request, world.clock, signal);
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

/** Asks for a place and waits for it. Rejects with RequestError, or with the signal's reason. */
function requestPlace(
  session: Session,
  message: JoinMessage,
  clock: Clock,
  signal: AbortSignal | undefined,
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
    ends.push(
      session.on('joined', (joined) => settle(() => resolve(joined))),
      session.on('refused', ({ code, message: text }) =>
        settle(() => reject(new RequestError(code, text))),
      ),
      session.on('ended', (reason) =>
        fail(new RequestError(reason, 'The place in the room was lost.')),
      ),
      clock.after(joinWithinMs, () => fail(unreachable)),
      () => signal?.removeEventListener('abort', aborted),
    );
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
    else session.join(message);
  });
}
