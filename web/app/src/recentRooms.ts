import { Changes } from './changes.ts';

/** One room this browser has been to. */
export interface RecentRoom {
  readonly room: string;
  /** What stands after `#` in its link; empty for a named room. */
  readonly keyText: string;
  /** What makes its maker its owner; empty for everybody else. */
  readonly ownerToken: string;
  /** Milliseconds since 1970. */
  readonly visitedAt: number;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const roomsKept = 20;
const roomsAt = 'hearth.rooms';
const switchAt = 'hearth.remember';
/** More than 20 rooms need; what is longer was not written by Hearth. */
const longestText = 16_384;

/**
 * The rooms of this browser, newest first. They stay on the device, with their keys and owner
 * tokens, only while `Remember on this device` is on; the page itself knows them as long as it is
 * open. Another tab may have changed the storage: it is read again before every change.
 */
export class RecentRooms {
  readonly changed = new Changes();
  /** Null once it has refused: then the page goes on with what it knows. */
  #storage: Store | null;
  #remembers = true;
  #rooms: readonly RecentRoom[] = [];
  /** What `Undo` brings back. */
  #forgotten: readonly RecentRoom[] = [];

  constructor(storage: Store | null) {
    this.#storage = storage;
    this.#read();
  }

  /** Whether rooms are kept on the device. */
  get remembers(): boolean {
    return this.#remembers;
  }

  set remembers(remembers: boolean) {
    this.#read();
    this.#remembers = remembers;
    this.#forgotten = [];
    this.#write(switchAt, remembers ? null : 'false');
    this.#keep(this.#rooms);
  }

  /** None while they are not remembered, whatever the page still knows. */
  get rooms(): readonly RecentRoom[] {
    return this.#remembers ? this.#rooms : [];
  }

  get forgotten(): readonly RecentRoom[] {
    return this.#forgotten;
  }

  ownerTokenOf(room: string): string {
    return this.#rooms.find((known) => known.room === room)?.ownerToken ?? '';
  }

  /** A room was made or entered; an owner token once known stays with its room. */
  visit(place: { room: string; keyText: string; ownerToken?: string }, visitedAt: number): void {
    this.#read();
    const { room, keyText } = place;
    const ownerToken = place.ownerToken || this.ownerTokenOf(room);
    this.#keep([{ room, keyText, ownerToken, visitedAt }, ...this.#without(room)]);
  }

  forget(room: string): void {
    this.#read();
    this.#forgotten = this.#rooms.filter((known) => known.room === room);
    this.#keep(this.#without(room));
  }

  forgetAll(): void {
    this.#read();
    this.#forgotten = this.#rooms;
    this.#keep([]);
  }

  /** Brings back what was forgotten last. */
  undo(): void {
    this.#read();
    const back = this.#forgotten.filter(({ room }) => !this.#rooms.some((r) => r.room === room));
    this.#forgotten = [];
    this.#keep([...this.#rooms, ...back]);
  }

  /** Forgets for good what could still be brought back. */
  dropForgotten(): void {
    this.#forgotten = [];
  }

  /** Takes over what another tab has changed. */
  refresh(): void {
    this.#read();
    this.changed.emit();
  }

  #without(room: string): readonly RecentRoom[] {
    return this.#rooms.filter((known) => known.room !== room);
  }

  #keep(rooms: readonly RecentRoom[]): void {
    this.#rooms = [...rooms].sort((a, b) => b.visitedAt - a.visitedAt).slice(0, roomsKept);
    const isKept = this.#remembers && this.#rooms.length > 0;
    this.#write(roomsAt, isKept ? JSON.stringify(this.#rooms) : null);
    this.changed.emit();
  }

  #read(): void {
    try {
      if (this.#storage === null) return;
      this.#remembers = this.#storage.getItem(switchAt) !== 'false';
      if (this.#remembers) this.#rooms = roomsIn(this.#storage.getItem(roomsAt));
    } catch {
      this.#storage = null;
    }
  }

  #write(key: string, text: string | null): void {
    try {
      if (text === null) this.#storage?.removeItem(key);
      else this.#storage?.setItem(key, text);
    } catch {
      this.#storage = null;
    }
  }
}

/** Storage can hold anything: an older version's words, or what somebody typed into it. */
function roomsIn(text: string | null): readonly RecentRoom[] {
  if (text === null || text.length > longestText) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isRecentRoom).slice(0, roomsKept) : [];
  } catch {
    return [];
  }
}

function isRecentRoom(value: unknown): value is RecentRoom {
  if (typeof value !== 'object' || value === null) return false;
  const { room, keyText, ownerToken, visitedAt } = value as Partial<RecentRoom>;
  return (
    typeof room === 'string' &&
    /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/.test(room) &&
    typeof keyText === 'string' &&
    /^[\w-]{0,64}$/.test(keyText) &&
    typeof ownerToken === 'string' &&
    /^[\w.~-]{0,256}$/.test(ownerToken) &&
    Number.isFinite(visitedAt)
  );
}
