import type { RoomKey } from '../keys/roomKey.ts';
import type { VideoSize } from '../media/videoSize.ts';
import type { PlaceStore } from './placeStore.ts';
import type { SignalingConnection } from './signalingConnection.ts';
import type {
  ChatMessage,
  CloseReason,
  Device,
  LocalTracks,
  MemberState,
  Notice,
  RoomMember,
  RoomStatus,
} from './snapshots.ts';

export interface JoinOptions {
  room: string;
  key: RoomKey | null;
  name: string;
  device: Device;
  tracks: LocalTracks;
  state: MemberState;
  origin?: string;
  connection?: SignalingConnection | undefined;
  certificate?: RTCCertificate | undefined;
  videoSize?: VideoSize;
  places?: PlaceStore;
  signal?: AbortSignal;
}

/** The events of a room. */
export interface RoomEvents {
  /** Any snapshot changed. */
  changed: () => void;
  memberJoined: (member: RoomMember) => void;
  memberLeft: (member: RoomMember, reason: string) => void;
  chat: (message: ChatMessage) => void;
  notice: (notice: Notice) => void;
  closed: (reason: CloseReason) => void;
}

/** A room this page is in. */
export declare class Room {
  private constructor();
  /** Rejects with RequestError (`room-full`, `wrong-proof`, ...). */
  static join(options: JoinOptions): Promise<Room>;
  readonly id: string;
  readonly kind: 'keyed' | 'named';
  readonly capacity: number;
  readonly self: RoomMember;
  readonly members: readonly RoomMember[];
  readonly status: RoomStatus;
  readonly chat: readonly ChatMessage[];
  setTracks(tracks: Partial<LocalTracks>): Promise<void>;
  setState(state: Partial<MemberState>): void;
  setName(name: string): void;
  setVideoSize(size: VideoSize): void;
  say(text: string): Promise<ChatMessage>;
  retryLink(memberId: string): void;
  levels(): ReadonlyMap<string, number>;
  leave(): void;
  on<K extends keyof RoomEvents>(type: K, handler: RoomEvents[K]): () => void;
}
