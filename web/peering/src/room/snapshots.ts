import type { Trust } from '../identity/acquaintances.ts';
import type { Wanted } from '../media/wanted.ts';
import type { Device, MemberState } from '../protocol/messages.ts';

export type { Device, MemberState, Trust };

/** Why a link does not work, in plain sentences: what happened, what Hearth is doing; `details` is for experts. */
export interface LinkProblem {
  readonly code: string;
  readonly cause: string;
  readonly doing: string;
  readonly details: string;
}

export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'refused';
export type LinkSecurity = 'end-to-end-verified' | 'end-to-end-unverified' | 'server-can-read';

export interface LinkSnapshot {
  readonly state: LinkState;
  readonly security: LinkSecurity;
  readonly problem: LinkProblem | null;
}

/** The tracks one member sends, or this page wants sent. Null: none. */
export interface LocalTracks {
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
}

/** One member as the room shows it: immutable, a new object on every change. */
export interface RoomMember {
  readonly id: string;
  readonly name: string;
  /** The name, told apart from equal names: `Anna`, `Anna (2)`. One's own never has a number. */
  readonly label: string;
  readonly device: Device;
  readonly state: Readonly<MemberState>;
  /** Place among the tiles; kept over a reload of that member. */
  readonly slot: number;
  /** Who it is, across reloads: base64url SHA-256 of their public key. Null until they proved it on this link. */
  readonly identity: string | null;
  /** `known`: met in this room before. `verified`: the safety code was compared. */
  readonly trust: Trust;
  /**
   * Which of its pictures were asked for. From five members on those are few: a picture that was not asked for
   * has its track all the same, and nothing arrives on it.
   */
  readonly shown: Wanted;
  /** Null for oneself. */
  readonly link: LinkSnapshot | null;
  /** Tracks received from this member, only once both directions are confirmed; one's own for oneself. */
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
}

export interface ChatMessage {
  readonly id: string;
  /** The identity that signed it; ids are an author's own. */
  readonly author: string;
  /** Member id; the author's identity when it was not here. Names stay readable after the member has gone. */
  readonly from: string;
  readonly name: string;
  readonly text: string;
  /** The sender's clock, advisory. */
  readonly sentAt: Date;
  readonly mine: boolean;
  /** Told by others: its author was not here, or it was written before we came. */
  readonly earlier: boolean;
  /** Labels of members it could not reach. */
  readonly undelivered: readonly string[];
}

export type RoomStatus = 'connecting' | 'joined' | 'reconnecting' | 'server-restarting' | 'closed';
export type CloseReason =
  | 'left'
  | 'replaced'
  | 'idle'
  | 'too-slow'
  | 'removed'
  | 'closed-by-owner'
  | 'place-lost';

/** A piece of news for the status line; `code` is stable kebab-case. */
export interface Notice {
  readonly code: string;
  readonly text: string;
  /** The label of the member it is about. */
  readonly about?: string;
}
