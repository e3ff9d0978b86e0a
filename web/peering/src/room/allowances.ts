/** A room has fewer members; a longer list is one of members long gone. */
const maximumMembers = 128;

/** How often each member may do something: so many times at once, and so many a second for long. */
export class Allowances {
  readonly #atOnce: number;
  readonly #perSecond: number;
  readonly #left = new Map<string, { count: number; at: number }>();

  constructor(atOnce: number, perSecond: number) {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
  }

  /** Takes one; false when the member has none left at this time, in milliseconds. */
  take(member: string, now: number): boolean {
    const { count, at } = this.#left.get(member) ?? { count: this.#atOnce, at: now };
    const regained = (Math.max(0, now - at) / 1_000) * this.#perSecond;
    const allowed = Math.min(this.#atOnce, count + regained);
    const isAllowed = allowed >= 1;
    this.#left.set(member, { count: isAllowed ? allowed - 1 : allowed, at: now });
    const [oldest] = this.#left.keys();
    if (this.#left.size > maximumMembers && oldest) this.#left.delete(oldest);
    return isAllowed;
  }
}
