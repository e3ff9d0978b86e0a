import type { LocalTracks, MemberState, Room } from '@hearth/peering';
import type { LocalMedia } from '../media/localMedia.ts';

type Receiver = Pick<Room, 'setTracks' | 'setState'>;
type Sending = Pick<LocalMedia, 'tracks' | 'microphoneOn' | 'cameraOn' | 'changed'>;

/** What this page sends at the moment, as the other members are told. */
export function sendingState(media: Sending): Omit<MemberState, 'paused'> {
  return {
    microphone: media.microphoneOn,
    camera: media.cameraOn,
    screen: media.tracks.screen !== null,
  };
}

/**
 * Hands every change of the local tracks to a room. `joinedWith` is what the room was joined
 * with, so that a change during the join is not lost. Returns the function that ends it.
 */
export function feed(
  room: Receiver,
  media: Sending,
  joinedWith: { readonly tracks: LocalTracks; readonly state: MemberState },
  onError: () => void,
): () => void {
  const tracks: LocalTracks = { ...joinedWith.tracks };
  const state: MemberState = { ...joinedWith.state };
  const pass = (): void => {
    const newTracks = difference(tracks, { ...media.tracks });
    const newState = difference(state, sendingState(media));
    if (newTracks) {
      Object.assign(tracks, newTracks);
      room.setTracks(newTracks).catch(onError);
    }
    if (newState) {
      Object.assign(state, newState);
      room.setState(newState);
    }
  };
  pass();
  return media.changed.on(pass);
}

function difference<T extends object>(old: T, now: Partial<T>): Partial<T> | null {
  const changed = (Object.keys(now) as (keyof T)[]).filter((key) => old[key] !== now[key]);
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((key) => [key, now[key]])) as Partial<T>;
}
