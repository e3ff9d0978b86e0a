import { type Acquaintance, maximumPeople } from './identityStore.ts';

export type Trust = 'new' | 'known' | 'verified';

/** Who this browser has met in one room, by identity. */
export class Acquaintances {
  readonly #save: (people: readonly Acquaintance[]) => void;
  readonly #people: Map<string, Acquaintance>;
  /** Whom we met for the first time as which member. */
  readonly #metAs = new Map<string, string>();

  constructor(people: readonly Acquaintance[], save: (people: readonly Acquaintance[]) => void) {
    this.#people = new Map(people.map((person) => [person.identity, person]));
    this.#save = save;
  }

  trust(identity: string, memberId: string): Trust {
    const known = this.#people.get(identity);
    if (known?.isVerified) return 'verified';
    return known && this.#metAs.get(identity) !== memberId ? 'known' : 'new';
  }

  /** Somebody is here. True when this name was always somebody else's so far. */
  meet(identity: string, name: string, memberId: string): boolean {
    const known = this.#people.get(identity);
    const isNewDevice = !known && [...this.#people.values()].some((other) => isSame(other, name));
    if (!known) this.#metAs.set(identity, memberId);
    if (known?.name !== name) this.#keep({ isVerified: false, ...known, identity, name });
    return isNewDevice;
  }

  /** A person compared the safety code, and it was the same. */
  confirm(identity: string, name: string): void {
    this.#keep({ identity, name, isVerified: true });
  }

  #keep(person: Acquaintance): void {
    this.#people.delete(person.identity);
    this.#people.set(person.identity, person);
    if (this.#people.size > maximumPeople) this.#forgetOne();
    this.#save([...this.#people.values()]);
  }

  /** Strangers before confirmed people. */
  #forgetOne(): void {
    const people = [...this.#people.values()];
    const { identity } = people.find(({ isVerified }) => !isVerified) ?? people[0] ?? {};
    if (identity === undefined) return;
    this.#people.delete(identity);
    this.#metAs.delete(identity);
  }
}

function isSame(person: Acquaintance, name: string): boolean {
  return person.name.toLowerCase() === name.toLowerCase();
}
