import type { ChatMessage, Knock, Room, RoomEvents, RoomMember, RoomStatus } from '@hearth/peering';

type Handler = (...values: never[]) => void;

export function member(id: string, more: Partial<RoomMember> = {}): RoomMember {
  return {
    id,
    name: id,
    label: id,
    device: 'desktop',
    state: { microphone: true, camera: true, screen: false, paused: false },
    slot: 0,
    shown: { camera: true, screen: true },
    identity: null,
    trust: 'new',
    link: { state: 'connected', security: 'end-to-end-verified', problem: null },
    microphone: null,
    camera: null,
    screen: null,
    ...more,
  };
}

export function message(text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  const sentAt = new Date(0);
  return {
    id: text,
    author: 'anna',
    from: 'anna',
    earlier: false,
    name: 'Anna',
    text,
    sentAt,
    mine: false,
    undelivered: [],
    ...more,
  };
}

/** A room without a server: tests let things happen in it and read what was asked of it. */
export class FakeRoom {
  readonly id = 'tea';
  readonly self = member('me', { link: null });
  status: RoomStatus = 'joined';
  members: readonly RoomMember[] = [];
  pinned: string | null = null;
  speakers: readonly string[] = [];
  isOwner = false;
  locked = false;
  knocks: readonly Knock[] = [];
  readonly asked: unknown[] = [];
  refuses = false;
  readonly #handlers = new Map<string, Set<Handler>>();

  /** The same object under the type the app knows. */
  get asRoom(): Room {
    return this as unknown as Room;
  }

  on(type: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  emit<K extends keyof RoomEvents>(type: K, ...values: Parameters<RoomEvents[K]>): void {
    for (const handler of [...(this.#handlers.get(type) ?? [])]) handler(...(values as never[]));
  }

  async setTracks(tracks: object): Promise<void> {
    this.asked.push({ tracks });
    if (this.refuses) throw new Error('as the test wants it');
  }

  setState(state: object): void {
    this.asked.push({ state });
  }

  setName(name: string): void {
    this.asked.push({ name });
  }

  async say(text: string): Promise<ChatMessage> {
    if (this.refuses) throw new Error('as the test wants it');
    return message(text, { mine: true });
  }

  pin(id: string | null): void {
    this.pinned = id;
    this.emit('changed');
  }

  lock(lock: boolean): void {
    this.asked.push({ lock });
  }

  letIn(letIn: string): void {
    this.asked.push({ letIn });
  }

  refuse(refuse: string): void {
    this.asked.push({ refuse });
  }

  levels(): ReadonlyMap<string, number> {
    return new Map();
  }

  leave(): void {
    this.emit('closed', 'left');
  }
}
