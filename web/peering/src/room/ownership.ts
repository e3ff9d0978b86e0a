import type { Device, RoomDescription } from '../protocol/messages.ts';
import type { PlacedMessage } from '../session/outbox.ts';
import type { PlaceNews } from '../session/session.ts';

/** Somebody who waits before the locked room. The name is what they typed, and proves nothing. */
export interface Knock {
  readonly id: string;
  readonly name: string;
  readonly device: Device;
}

export interface OwnershipHandlers {
  send(message: PlacedMessage): void;
  changed(): void;
}

/** A hostile server may announce as many as it likes; a page shows and keeps so many. */
const maximumKnocks = 64;
const maximumBars = 64;
const maximumNameCharacters = 64;

/**
 * What the owner of a room may do, and what members learn of it. The server decides who the owner is, and whether
 * the room is locked; after its restart it knows neither lock nor bars until the owner says them again.
 */
export class Ownership {
  readonly #handlers: OwnershipHandlers;
  #room: RoomDescription;
  #knocks: readonly Knock[] = [];
  /** The next news of the room is from before it heard us. */
  #isSayingAgain = false;

  constructor(room: RoomDescription, handlers: OwnershipHandlers) {
    this.#room = room;
    this.#handlers = handlers;
  }

  /** The room as the server told it last. */
  get room(): RoomDescription {
    return this.#room;
  }

  /** In order of arrival; empty for everybody but the owner. */
  get knocks(): readonly Knock[] {
    return this.#knocks;
  }

  handleJoined(room: RoomDescription): void {
    this.#room = room;
    this.#knocks = [];
    this.#isSayingAgain = false;
  }

  handleResumed(isFresh: boolean): void {
    if (!isFresh) return;
    this.#knocks = [];
    const { owned, locked, bars = [] } = this.#room;
    this.#isSayingAgain = owned && (locked || bars.length > 0);
    if (!this.#isSayingAgain) return;
    this.#handlers.send({ type: 'lock', locked, bars: bars.slice(-maximumBars) });
  }

  handleNews(news: PlaceNews): void {
    if (news.type === 'roomUpdated') this.#handleRoom(news.room);
    else if (news.type === 'knock') this.#handleKnock(news);
    else if (news.type === 'knockEnded')
      this.#knocks = this.#knocks.filter(({ id }) => id !== news.id);
    else return;
    this.#handlers.changed();
  }

  lock(isLocked: boolean): void {
    this.#command({ type: 'lock', locked: isLocked });
  }

  answer(id: string, letIn: boolean): void {
    this.#command({ type: 'admit', id, letIn });
  }

  remove(id: string): void {
    this.#command({ type: 'remove', id });
  }

  closeForAll(): void {
    this.#command({ type: 'closeRoom' });
  }

  #command(message: PlacedMessage): void {
    if (this.#room.owned) this.#handlers.send(message);
  }

  #handleRoom(room: RoomDescription): void {
    const { locked, bars } = this.#room;
    const kept = this.#isSayingAgain && room.owned ? { locked, ...(bars && { bars }) } : {};
    this.#isSayingAgain = false;
    // Neither id nor kind of a room changes, whatever a server says.
    this.#room = { ...room, id: this.#room.id, kind: this.#room.kind, ...kept };
    if (!room.owned) this.#knocks = [];
  }

  #handleKnock({ id, name, device }: Knock): void {
    const isKnown = this.#knocks.some((knock) => knock.id === id);
    if (!this.#room.owned || isKnown || this.#knocks.length >= maximumKnocks) return;
    const shown = [...name.slice(0, 2 * maximumNameCharacters)].slice(0, maximumNameCharacters);
    this.#knocks = [...this.#knocks, Object.freeze({ id, name: shown.join(''), device })];
  }
}
