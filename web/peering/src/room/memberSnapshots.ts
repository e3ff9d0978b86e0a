import type { Neighbour } from '../link/neighbour.ts';
import { everything, type Wanted } from '../media/wanted.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Roster, Seat } from './roster.ts';
import type { LinkSecurity, LinkSnapshot, LocalTracks, RoomMember } from './snapshots.ts';

/** What the snapshots are made from. */
export interface RoomView {
  self: string;
  roster: Roster;
  neighbourhood: Neighbourhood;
  tracks: LocalTracks;
  /** Which pictures are asked for of a member. */
  shown(id: string): Wanted;
  /** Who a member is; for oneself too. */
  person(id: string): Pick<RoomMember, 'identity' | 'trust'>;
  security(id: string): LinkSecurity;
}

const nothing = { microphone: null, camera: null, screen: null };

/** Immutable views of the members: an object is replaced exactly when something in it changed. */
export class MemberSnapshots {
  #before = new Map<string, RoomMember>();

  /** Everybody, oneself too, by slot. */
  take(view: RoomView): RoomMember[] {
    const labels = view.roster.labels(view.self);
    const taken = view.roster.seats.map((seat) => {
      const label = labels.get(seat.member.id) ?? seat.member.name;
      const fresh =
        seat.member.id === view.self ? own(seat, label, view) : other(seat, label, view);
      const before = this.#before.get(fresh.id);
      return before && isSame(before, fresh) ? before : Object.freeze(fresh);
    });
    this.#before = new Map(taken.map((member) => [member.id, member]));
    return taken;
  }
}

function own({ member, slot }: Seat, label: string, { tracks, person }: RoomView): RoomMember {
  const { id, name, device, state } = member;
  return {
    id,
    name,
    label,
    device,
    state,
    slot,
    ...person(id),
    shown: everything,
    link: null,
    ...tracks,
  };
}

function other({ member, slot }: Seat, label: string, view: RoomView): RoomMember {
  const { id, name, device, state } = member;
  const neighbour = view.neighbourhood.get(id);
  const received = neighbour ? receivedTracks(neighbour) : nothing;
  return {
    id,
    name,
    label,
    device,
    state,
    slot,
    ...view.person(id),
    shown: view.shown(id),
    link: linkSnapshot(neighbour, view.security(id)),
    microphone: received.microphone,
    camera: state.camera ? received.camera : null,
    screen: state.screen ? received.screen : null,
  };
}

function linkSnapshot(neighbour: Neighbour | undefined, security: LinkSecurity): LinkSnapshot {
  return { state: neighbour?.state ?? 'connecting', security, problem: neighbour?.problem ?? null };
}

function receivedTracks(neighbour: Neighbour): LocalTracks {
  const [microphone, camera, screen] = neighbour.link?.receivers ?? [];
  return {
    microphone: microphone?.track ?? null,
    camera: camera?.track ?? null,
    screen: screen?.track ?? null,
  };
}

function isSame(a: RoomMember, b: RoomMember): boolean {
  return (Object.keys(b) as (keyof RoomMember)[]).every((key) =>
    key === 'state' || key === 'link' || key === 'shown'
      ? isShallowlyEqual(a[key], b[key])
      : a[key] === b[key],
  );
}

function isShallowlyEqual(a: object | null, b: object | null): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const left: Record<string, unknown> = { ...a };
  return Object.entries(b).every(([key, value]) => left[key] === value);
}
