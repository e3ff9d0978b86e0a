import type { Knock, Room } from '@hearth/peering';

type Door = Pick<Room, 'on' | 'isOwner' | 'locked' | 'knocks' | 'lock' | 'letIn' | 'refuse'>;

export interface DoorNews {
  /** Somebody new knocks. */
  knocked(knock: Knock): void;
  /** The owner locked or unlocked the room. */
  turned(locked: boolean): void;
}

/** The door of a room: whether it is locked and, for its owner, who knocks. */
export class Doorkeeping {
  readonly #room: Door;
  readonly #news: DoorNews;
  readonly #stop: () => void;
  #locked: boolean;
  #known: ReadonlySet<string> = new Set();

  constructor(room: Door, news: DoorNews) {
    this.#room = room;
    this.#news = news;
    this.#locked = room.locked;
    this.#stop = room.on('changed', () => this.#handleChanged());
    this.#tellKnocks();
  }

  get knocks(): readonly Knock[] {
    return this.#room.knocks;
  }

  turnLock(): void {
    this.#room.lock(!this.#room.locked);
  }

  answer(id: string, letIn: boolean): void {
    if (letIn) this.#room.letIn(id);
    else this.#room.refuse(id);
  }

  stop(): void {
    this.#stop();
  }

  #handleChanged(): void {
    const { locked } = this.#room;
    if (locked !== this.#locked) {
      this.#locked = locked;
      this.#news.turned(locked);
    }
    this.#tellKnocks();
  }

  #tellKnocks(): void {
    const { knocks } = this.#room;
    const fresh = knocks.filter(({ id }) => !this.#known.has(id));
    this.#known = new Set(knocks.map(({ id }) => id));
    for (const knock of fresh) this.#news.knocked(knock);
  }
}
