import type { LinkSecurity, LinkState, LocalTracks, RoomMember } from '@hearth/peering';
import { initialsOf } from '../sentences.ts';
import { words } from '../words/words.ts';

/** Everything a tile shows of one member. */
export interface TileView {
  readonly id: string;
  /** The accessible name: `Anna`, `Anna (2)`, `Anna (you)`. */
  readonly label: string;
  readonly initials: string;
  /** One of six quiet hues behind the initials, 0..5. */
  readonly hue: number;
  readonly you: boolean;
  readonly muted: boolean;
  readonly paused: boolean;
  readonly speaking: boolean;
  readonly mirrored: boolean;
  readonly sharing: boolean;
  readonly pinned: boolean;
  readonly link: RoomMember['link'];
  /** Whether the safety code can be compared with this member, and whether it was. */
  readonly canVerify: boolean;
  readonly compared: boolean;
  /** What is heard and seen; null when there is nothing, or when it is switched off. */
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
}

const hues = 6;

/** The tile of another member, with what is heard of them at the moment. A picture that was not asked for is none. */
export function tileOf(
  member: RoomMember,
  now: { readonly speaking: boolean; readonly muted: boolean; readonly pinned: boolean },
): TileView {
  const { shown, state } = member;
  return {
    ...common(member, now.speaking && state.microphone),
    label: member.label,
    you: false,
    muted: now.muted,
    paused: state.paused,
    mirrored: false,
    sharing: state.screen,
    pinned: now.pinned,
    link: member.link,
    canVerify:
      member.identity !== null && member.trust !== 'verified' && member.link?.state === 'connected',
    compared: member.trust === 'verified',
    microphone: member.microphone,
    camera: state.camera && shown.camera ? member.camera : null,
    screen: state.screen && shown.screen ? member.screen : null,
  };
}

/** One's own tile: nothing to hear, and no mirror of one's own screen in itself. */
export function ownTile(
  self: RoomMember,
  own: {
    readonly tracks: Readonly<LocalTracks>;
    readonly microphoneOn: boolean;
    readonly mirrored: boolean;
    readonly speaking: boolean;
  },
): TileView {
  return {
    ...common(self, own.speaking && own.microphoneOn),
    label: words().room.you(self.label),
    you: true,
    muted: !own.microphoneOn,
    paused: false,
    mirrored: own.mirrored,
    sharing: own.tracks.screen !== null,
    pinned: false,
    link: null,
    canVerify: false,
    compared: false,
    microphone: null,
    camera: own.tracks.camera,
    screen: null,
  };
}

function common(
  member: RoomMember,
  speaking: boolean,
): Pick<TileView, 'id' | 'initials' | 'hue' | 'speaking'> {
  return {
    id: member.id,
    initials: initialsOf(member.name),
    hue: Math.abs(member.slot) % hues,
    speaking,
  };
}

export function linkStateText(state: LinkState): string {
  return words().tile.link[state];
}

export function securityText(security: LinkSecurity): string {
  return words().tile.security[security];
}
