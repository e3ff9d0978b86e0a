import type { Session } from '../session/session.ts';
import type { Presence } from './presence.ts';
import type { Seat } from './roster.ts';
import type { MemberState } from './snapshots.ts';

/** What the others are told of oneself: name, and what one sends. */
export class OwnState {
  readonly #session: Session;
  readonly #presence: Presence;
  readonly #changed: () => void;
  /** To go back to when the server refuses the new name. */
  #nameBefore = '';

  constructor(session: Session, presence: Presence, changed: () => void) {
    this.#session = session;
    this.#presence = presence;
    this.#changed = changed;
  }

  get seat(): Seat {
    const seat = this.#presence.roster.get(this.#presence.self);
    if (!seat) throw new Error('one is always in one’s own room');
    return seat;
  }

  setState(state: Partial<MemberState>): void {
    const { seat } = this;
    const after = { ...seat.member.state, ...state };
    if (JSON.stringify(after) === JSON.stringify(seat.member.state)) return;
    seat.member = { ...seat.member, state: after };
    this.#say({ state: after });
  }

  setName(name: string): void {
    const { seat } = this;
    if (name === seat.member.name) return;
    this.#nameBefore = seat.member.name;
    seat.member = { ...seat.member, name };
    this.#say({ name });
  }

  /** A restarted server knows neither name nor state, so both are said at once then. */
  sayAgain(): void {
    const { name, state } = this.seat.member;
    this.#say({ name, state });
  }

  handleRefusedName(): void {
    this.seat.member = { ...this.seat.member, name: this.#nameBefore };
    this.#changed();
  }

  #say(fields: { name?: string; state?: MemberState }): void {
    const { name, state } = this.seat.member;
    this.#session.remember({ name, state });
    this.#session.send({ type: 'update', ...fields });
    this.#changed();
  }
}
