import type { IdentityStore, RememberedRoom } from '@hearth/peering';
import type { RecentRooms } from './recentRooms.ts';

/**
 * This browser's signing keys of rooms lie on the device exactly as long as the rooms do: forgotten with them, brought
 * back by `Undo`, and all forgotten when `Remember on this device` is switched off.
 */
export class KeptIdentities {
  readonly #recent: RecentRooms;
  readonly #store: IdentityStore;
  /** What `Undo` brings back. */
  readonly #forgotten = new Map<string, RememberedRoom>();
  #rooms: readonly string[];
  #remembers: boolean;
  #work: Promise<void> = Promise.resolve();

  private constructor(recent: RecentRooms, store: IdentityStore) {
    this.#recent = recent;
    this.#store = store;
    this.#rooms = recent.rooms.map(({ room }) => room);
    this.#remembers = recent.remembers;
  }

  static follow(recent: RecentRooms, store: IdentityStore): KeptIdentities {
    const kept = new KeptIdentities(recent, store);
    recent.changed.on(() => kept.#follow());
    return kept;
  }

  /** When everything has been done that followed from the changes so far. */
  get settled(): Promise<void> {
    return this.#work;
  }

  #follow(): void {
    const { remembers } = this.#recent;
    const rooms = this.#recent.rooms.map(({ room }) => room);
    const gone = this.#rooms.filter((room) => !rooms.includes(room));
    const back = rooms.filter((room) => !this.#rooms.includes(room));
    const isSwitchedOff = this.#remembers && !remembers;
    this.#rooms = rooms;
    this.#remembers = remembers;
    // A storage that refuses has kept nothing that could be forgotten.
    this.#work = this.#work
      .then(() => (isSwitchedOff ? this.#forgetAll() : this.#exchange(gone, back)))
      .catch(() => {});
  }

  async #forgetAll(): Promise<void> {
    this.#forgotten.clear();
    await this.#store.forget();
  }

  async #exchange(gone: readonly string[], back: readonly string[]): Promise<void> {
    for (const room of gone) {
      const kept = await this.#store.load(room);
      if (kept) this.#forgotten.set(room, kept);
      await this.#store.forget(room);
    }
    for (const room of back) {
      const kept = this.#forgotten.get(room);
      this.#forgotten.delete(room);
      if (!kept) continue;
      await this.#store.keep(room, kept.keys);
      await this.#store.savePeople(room, kept.people);
    }
  }
}
