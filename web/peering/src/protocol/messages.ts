import type { Shape } from './shape.ts';

export type Device = 'desktop' | 'phone' | 'tablet';

export interface MemberState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  paused: boolean;
}

export interface Member {
  id: string;
  name: string;
  device: Device;
  state: MemberState;
  resumeOf?: string | null;
}

export interface RoomDescription {
  id: string;
  kind: 'keyed' | 'named';
  capacity: number;
}

export interface IceServer {
  urls: string[];
  username?: string | null;
  credential?: string | null;
}

export interface TopologyLinks {
  epoch: number;
  kind: string;
  links: string[];
}

export interface Limits {
  messageBytes: number;
  idleMs: number;
}

export interface Joined {
  type: 'joined';
  seq: number;
  self: Member;
  token: string;
  room: RoomDescription;
  members: Member[];
  iceServers: IceServer[];
  iceExpiresAt?: string | null;
  topology: TopologyLinks;
  limits: Limits;
  graceMs: number;
}

export interface Resumed {
  type: 'resumed';
  lastReceived: number;
  fresh: boolean;
  token: string;
  members: Member[];
}

export type ServerMessage =
  | Joined
  | Resumed
  | { type: 'memberJoined'; seq: number; member: Member }
  | { type: 'memberUpdated'; seq: number; member: Member }
  | { type: 'memberLeft'; seq: number; id: string; reason: string }
  | { type: 'signal'; seq: number; from: string; data: unknown }
  | { type: 'iceServers'; seq: number; iceServers: IceServer[]; iceExpiresAt?: string | null }
  | ({ type: 'topology'; seq: number } & TopologyLinks)
  | { type: 'roomUpdated'; seq: number; room: RoomDescription }
  | { type: 'error'; seq?: number | null; code: string; message: string; re?: number | null }
  | { type: 'closing'; reason: string; retryAfterMs?: number | null }
  | { type: 'replaced' }
  | { type: 'ack'; seq: number }
  | { type: 'pong' };

export type ClientMessage =
  | {
      type: 'join';
      protocol: 1;
      room: string;
      name: string;
      proof?: string;
      device?: Device;
      state?: MemberState;
      resumeOf?: string;
    }
  | { type: 'resume'; token: string; lastSeq: number }
  | { type: 'signal'; to: string; data: unknown }
  | { type: 'update'; name?: string; state?: MemberState }
  | { type: 'leave' }
  | { type: 'ack'; seq: number }
  | { type: 'ping' };

const memberState: Shape = {
  fields: { microphone: 'boolean', camera: 'boolean', screen: 'boolean', paused: 'boolean' },
};
const member: Shape = {
  fields: {
    id: 'string',
    name: 'string',
    device: ['desktop', 'phone', 'tablet'],
    state: memberState,
    'resumeOf?': 'string',
  },
};
const room: Shape = { fields: { id: 'string', kind: ['keyed', 'named'], capacity: 'integer' } };
const iceServer: Shape = {
  fields: { urls: { each: 'string' }, 'username?': 'string', 'credential?': 'string' },
};
const topology = { epoch: 'integer', kind: 'string', links: { each: 'string' } } as const;

/** The form of every message of the server, by type. */
export const serverMessages: Readonly<Record<string, Shape>> = {
  joined: {
    fields: {
      seq: 'integer',
      self: member,
      token: 'string',
      room,
      members: { each: member },
      iceServers: { each: iceServer },
      topology: { fields: topology },
      limits: { fields: { messageBytes: 'integer', idleMs: 'integer' } },
      graceMs: 'integer',
    },
  },
  resumed: {
    fields: {
      lastReceived: 'integer',
      fresh: 'boolean',
      token: 'string',
      members: { each: member },
    },
  },
  memberJoined: { fields: { seq: 'integer', member } },
  memberUpdated: { fields: { seq: 'integer', member } },
  memberLeft: { fields: { seq: 'integer', id: 'string', reason: 'string' } },
  signal: { fields: { seq: 'integer', from: 'string', data: 'any' } },
  iceServers: { fields: { seq: 'integer', iceServers: { each: iceServer } } },
  topology: { fields: { seq: 'integer', ...topology } },
  roomUpdated: { fields: { seq: 'integer', room } },
  error: { fields: { 'seq?': 'integer', code: 'string', message: 'string', 're?': 'integer' } },
  closing: { fields: { reason: 'string', 'retryAfterMs?': 'integer' } },
  replaced: { fields: {} },
  ack: { fields: { seq: 'integer' } },
  pong: { fields: {} },
};
