/** `@hearth/peering`: rooms, links between members and what travels over them. No user interface. */
export {
  browserIdentities,
  type IdentityStore,
  type RememberedRoom,
} from './identity/identityStore.ts';
export { safetyEmoji } from './identity/safetyCode.ts';
export { RoomKey } from './keys/roomKey.ts';
export { type DeviceProblem, describeDeviceError } from './media/deviceError.ts';
export { LevelMeter } from './media/levelMeter.ts';
export { type VideoSize, videoSizes } from './media/videoSize.ts';
export type { VideoKind, Wanted } from './media/wanted.ts';
export type { Randomness } from './randomness.ts';
export { RequestError } from './requestError.ts';
export type { JoinOptions, RoomEvents } from './room/join.ts';
export type { Knock } from './room/ownership.ts';
export { type PlaceStore, previousPlace } from './room/placeStore.ts';
export { Room } from './room/room.ts';
export { SignalingConnection } from './room/signalingConnection.ts';
export type {
  ChatMessage,
  CloseReason,
  Device,
  LinkProblem,
  LinkSecurity,
  LinkSnapshot,
  LinkState,
  LocalTracks,
  MemberState,
  Notice,
  RoomMember,
  RoomStatus,
  Trust,
} from './room/snapshots.ts';
export type { Verification, VerificationState } from './room/verification.ts';
export { type CreatedRoom, createRoom, lookAtRoom, parseRoomLink, type RoomLook } from './rooms.ts';
export type { TransportKind } from './session/transport.ts';
