import type { Clock } from '../clock.ts';
import type { Member } from '../protocol/messages.ts';

/** A reload takes seconds at most; after that the place among the tiles is forgotten. */
const slotKeptForMs = 30_000;
const maximumKeptSlots = 32;

export interface Seat {
  member: Member;
  readonly slot: number;
}

/** Who is in the room, each in a slot that a reload keeps. One's own seat is in it too. */
export class Roster {
  readonly #clock: Clock;
  readonly #seats = new Map<string, Seat>();
  readonly #left = new Map<string, { slot: number; at: number }>();
  #nextSlot = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(id: string): Seat | undefined {
    return this.#seats.get(id);
  }

  /** By slot. */
  get seats(): Seat[] {
    return [...this.#seats.values()].sort((a, b) => a.slot - b.slot);
  }

  /** Seats a member, or replaces what is known about one that sits already. */
  seat(member: Member): Seat {
    const seated = this.#seats.get(member.id);
    if (seated) {
      seated.member = member;
      return seated;
    }
    const slot = this.#slotOf(member.id) ?? this.#slotOf(member.resumeOf) ?? this.#nextSlot++;
    const seat = { member, slot };
    this.#seats.set(member.id, seat);
    return seat;
  }

  unseat(id: string): Seat | undefined {
    const seat = this.#seats.get(id);
    if (!seat) return undefined;
    this.#seats.delete(id);
    this.#left.set(id, { slot: seat.slot, at: this.#clock.now() });
    const [oldest] = this.#left.keys();
    if (this.#left.size > maximumKeptSlots && oldest !== undefined) this.#left.delete(oldest);
    return seat;
  }

  /** `Anna`, `Anna (2)`: the same name told apart in the order of slots; `self` always comes first. */
  labels(self: string): Map<string, string> {
    const used = new Map<string, number>();
    const seats = this.seats.sort(
      (a, b) => Number(b.member.id === self) - Number(a.member.id === self),
    );
    return new Map(
      seats.map(({ member }) => {
        const count = (used.get(member.name) ?? 0) + 1;
        used.set(member.name, count);
        return [member.id, count === 1 ? member.name : `${member.name} (${count})`];
      }),
    );
  }

  #slotOf(previous: string | undefined): number | undefined {
    if (!previous) return undefined;
    const kept = this.#left.get(previous);
    this.#left.delete(previous);
    if (kept && this.#clock.now() - kept.at > slotKeptForMs) return undefined;
    const slot = kept?.slot;
    // Somebody else cannot sit there, unless a server invents the same past for two members.
    return this.seats.some((seat) => seat.slot === slot) ? undefined : slot;
  }
}
