import type { Clock } from '../../src/clock.ts';
import type { Member } from '../../src/protocol/messages.ts';
import type { OpenTransport, TransportHandlers } from '../../src/session/transport.ts';

type Message = Record<string, unknown> & { type: string; seq?: number };

interface Wire {
  handlers: TransportHandlers;
  isOpen: boolean;
  place: Place | null;
}

interface Place {
  member: Member;
  token: string;
  previousToken: string | null;
  wire: Wire | null;
  sent: number;
  received: number;
  mailbox: { seq: number; text: string }[];
  graceEnds: (() => void) | null;
}

const graceMs = 30_000;

/** What stands between a client and the server: tests look at, change or drop what passes. */
export interface Tap {
  /** To the server; null drops the message. */
  up?(message: Message): Message | null;
  down?(message: Message): Message | null;
}

/** A signaling server of one room in memory, over virtual time, as docs/protocol/signaling.md has it. */
export class FakeServer {
  readonly latencyMs = 5;
  readonly kind: 'keyed' | 'named';
  readonly tokens = new Map<string, Member>();
  readonly #attempts = new Map<string, Member>();
  isDown = false;
  capacity = 16;
  topologyKind = 'mesh';
  /** Every message a client sent, for assertions. */
  readonly heard: Message[] = [];
  readonly #clock: Clock;
  readonly #room: string;
  #places = new Map<string, Place>();
  #wires = new Set<Wire>();
  #run = 1;
  #count = 0;
  #epoch = 0;
  readonly #runOfToken = new Map<string, number>();

  constructor(clock: Clock, room = 'garden', kind: 'keyed' | 'named' = 'named') {
    this.#clock = clock;
    this.#room = room;
    this.kind = kind;
  }

  get members(): string[] {
    return [...this.#places.values()].map(({ member }) => member.name);
  }

  get connections(): number {
    return [...this.#wires].filter((wire) => wire.isOpen).length;
  }

  transport(tap: Tap = {}): OpenTransport {
    return (handlers) => {
      const wire: Wire = { handlers, isOpen: false, place: null };
      this.#wires.add(wire);
      const told: TransportHandlers = {
        ...handlers,
        message: (text) => {
          const message = tap.down ? tap.down(JSON.parse(text) as Message) : null;
          if (!tap.down) handlers.message(text);
          else if (message) handlers.message(JSON.stringify(message));
        },
      };
      wire.handlers = told;
      this.#clock.after(this.latencyMs, () => {
        if (!this.#wires.has(wire)) return;
        if (this.isDown) this.#drop(wire, true);
        else {
          wire.isOpen = true;
          handlers.opened();
        }
      });
      return {
        kind: 'websocket',
        send: (text) => {
          const message = JSON.parse(text) as Message;
          const passed = tap.up ? tap.up(message) : message;
          if (!passed) return;
          const late = JSON.stringify(passed);
          this.#clock.after(this.latencyMs, () => this.#handle(wire, JSON.parse(late) as Message));
        },
        close: () => {
          this.#clock.after(this.latencyMs, () => this.#drop(wire, false));
          this.#wires.delete(wire);
        },
      };
    };
  }

  /** Cuts every connection, or those of one member. Places stay for the grace time. */
  cut(name?: string): void {
    for (const wire of [...this.#wires]) {
      if (name === undefined || wire.place?.member.name === name) this.#drop(wire, true);
    }
  }

  /** Connections die without anybody being told. */
  freeze(name: string): void {
    for (const wire of this.#wires) {
      if (wire.place?.member.name === name) this.#wires.delete(wire);
    }
  }

  /** The process dies; a new one knows only what tokens tell. */
  restart(): void {
    for (const place of this.#places.values()) place.graceEnds?.();
    this.#places = new Map();
    this.#run++;
    this.cut();
  }

  /** Sends an unnumbered message to a member: `closing`, `replaced`, or nonsense. */
  tell(name: string, message: Message): void {
    const place = this.#find(name);
    if (place?.wire) this.#write(place.wire, message);
  }

  /** Sends a numbered message to a member. */
  post(name: string, message: Message): void {
    const place = this.#find(name);
    if (place) this.#post(place, message);
  }

  /** The place of a member is given up. */
  giveUp(name: string, reason = 'timed-out'): void {
    const place = this.#find(name);
    if (place) this.#remove(place, reason);
  }

  idOf(name: string): string {
    return this.#find(name)?.member.id ?? '';
  }

  #find(name: string): Place | undefined {
    return [...this.#places.values()].find(({ member }) => member.name === name);
  }

  #drop(wire: Wire, tell: boolean): void {
    const isKnown = this.#wires.delete(wire);
    const { place } = wire;
    wire.place = null;
    wire.isOpen = false;
    if (place?.wire === wire) {
      place.wire = null;
      place.graceEnds = this.#clock.after(graceMs, () => this.#remove(place, 'timed-out'));
    }
    if (isKnown && tell) wire.handlers.closed();
  }

  #handle(wire: Wire, message: Message): void {
    if (!wire.isOpen) return;
    this.heard.push(message);
    if (message.type === 'ping') this.#write(wire, { type: 'pong' });
    else if (message.type === 'join') this.#join(wire, message);
    else if (message.type === 'resume') this.#resume(wire, message);
    else if (!wire.place) this.#error(wire, 'not-joined');
    else this.#handlePlaced(wire.place, message);
  }

  #join(wire: Wire, message: Message): void {
    const attempt = String(message.attempt);
    const before = this.#attempts.get(attempt) ?? this.tokens.get(String(message.resumeOf));
    const old = before && this.#places.get(before.id);
    const isFull = this.#places.size - (old ? 1 : 0) >= this.capacity;
    if (message.room !== this.#room || isFull) {
      this.#error(wire, message.room === this.#room ? 'room-full' : 'invalid-room');
      return;
    }
    if (old) this.#remove(old, 'replaced');
    const id = `member-${String(++this.#count).padStart(3, '0')}-${(this.#count * 7919) % 1000}`;
    const state = { microphone: false, camera: false, screen: false, paused: false };
    const member = {
      id,
      name: String(message.name),
      device: (message.device as Member['device']) ?? 'desktop',
      state: { ...state, ...(message.state as Member['state']) },
      ...(before && { resumeOf: before.id }),
    };
    this.#attempts.set(attempt, member);
    const place = this.#seat(member, wire);
    place.received = 1;
    this.#post(place, {
      type: 'joined',
      self: member,
      token: this.#issue(place),
      room: this.#describe(),
      members: this.#others(place),
      iceServers: [],
      topology: this.#topology(place),
      limits: { messageBytes: 65536, idleMs: 60000, messageBurst: 400, messagesPerSecond: 100 },
      graceMs,
    });
    this.#announce(place);
  }

  #resume(wire: Wire, { token, lastSeq }: Message): void {
    const member = this.tokens.get(String(token));
    const place = member && this.#places.get(member.id);
    if (place && (place.token === token || place.previousToken === token)) {
      this.#takeUp(place, wire, String(token), Number(lastSeq));
    } else if (member && !place && this.#runOfToken.get(String(token)) !== this.#run) {
      const silent = { microphone: false, camera: false, screen: false, paused: false };
      const made = this.#seat({ ...member, state: silent }, wire);
      made.previousToken = String(token);
      this.#write(wire, this.#resumed(made, true));
      this.#post(made, { type: 'topology', ...this.#topology(made) });
      this.#post(made, { type: 'iceServers', iceServers: [] });
      this.#announce(made);
    } else this.#error(wire, member ? 'place-given-up' : 'invalid-token');
  }

  #takeUp(place: Place, wire: Wire, token: string, lastSeq: number): void {
    const before = place.wire;
    if (before) {
      this.#write(before, { type: 'replaced' });
      before.place = null;
    }
    const fresh = this.#runOfToken.get(token) !== this.#run;
    place.graceEnds?.();
    place.graceEnds = null;
    place.wire = wire;
    wire.place = place;
    place.previousToken = token;
    place.mailbox = place.mailbox.filter(({ seq }) => seq > (fresh ? 0 : lastSeq));
    this.#write(wire, this.#resumed(place, fresh));
    for (const { text } of place.mailbox) this.#writeText(wire, text);
  }

  #resumed(place: Place, fresh: boolean): Message {
    const { received } = place;
    const token = this.#issue(place);
    return { type: 'resumed', lastReceived: received, fresh, token, members: this.#others(place) };
  }

  #handlePlaced(place: Place, message: Message): void {
    place.previousToken = null;
    if (message.type === 'ack') {
      place.mailbox = place.mailbox.filter(({ seq }) => seq > Number(message.seq));
      return;
    }
    const seq = Number(message.seq);
    if (seq <= place.received) return;
    if (seq > place.received + 1) {
      this.#post(place, { type: 'error', code: 'invalid-sequence', message: '.', re: seq });
      return;
    }
    place.received = seq;
    if (place.wire) this.#write(place.wire, { type: 'ack', seq });
    if (message.type === 'leave') this.#remove(place, 'left');
    else if (message.type === 'update') {
      if (typeof message.name === 'string') place.member.name = message.name;
      if (message.state) place.member.state = message.state as Member['state'];
      for (const other of this.#places.values()) {
        if (other !== place) this.#post(other, { type: 'memberUpdated', member: place.member });
      }
    } else if (message.type === 'signal') {
      const to = this.#places.get(String(message.to));
      if (to) this.#post(to, { type: 'signal', from: place.member.id, data: message.data });
      else this.#post(place, { type: 'error', code: 'unknown-member', message: '.', re: seq });
    }
  }

  #seat(member: Member, wire: Wire): Place {
    const place: Place = {
      member: structuredClone(member),
      token: '',
      previousToken: null,
      wire,
      sent: 0,
      received: 0,
      mailbox: [],
      graceEnds: null,
    };
    wire.place = place;
    this.#places.set(member.id, place);
    this.#epoch++;
    return place;
  }

  #issue(place: Place): string {
    place.token = `token-${this.#run}-${this.tokens.size + 1}`;
    this.tokens.set(place.token, structuredClone(place.member));
    this.#runOfToken.set(place.token, this.#run);
    return place.token;
  }

  #announce(place: Place): void {
    for (const other of this.#places.values()) {
      if (other === place) continue;
      this.#post(other, { type: 'memberJoined', member: place.member });
      this.#post(other, { type: 'topology', ...this.#topology(other) });
    }
  }

  #remove(place: Place, reason: string): void {
    if (this.#places.get(place.member.id) !== place) return;
    this.#places.delete(place.member.id);
    place.graceEnds?.();
    if (reason === 'replaced' && place.wire) this.#write(place.wire, { type: 'replaced' });
    if (place.wire) place.wire.place = null;
    place.wire = null;
    for (const other of this.#places.values()) {
      this.#post(other, { type: 'memberLeft', id: place.member.id, reason });
      this.#post(other, { type: 'topology', ...this.#topology(other) });
    }
  }

  #describe() {
    const { kind, capacity } = this;
    return { id: this.#room, kind, capacity, locked: false, owned: false };
  }

  #others(place: Place): Member[] {
    return [...this.#places.values()].filter((p) => p !== place).map(({ member }) => member);
  }

  #topology(place: Place) {
    const links = this.#others(place).map(({ id }) => id);
    return { epoch: this.#epoch, kind: this.topologyKind, links };
  }

  #post(place: Place, message: Message): void {
    const seq = ++place.sent;
    const text = JSON.stringify({ ...message, seq });
    place.mailbox.push({ seq, text });
    if (place.wire) this.#writeText(place.wire, text);
  }

  #error(wire: Wire, code: string): void {
    this.#write(wire, { type: 'error', code, message: `${code}.` });
  }

  #write(wire: Wire, message: Message): void {
    this.#writeText(wire, JSON.stringify(message));
  }

  #writeText(wire: Wire, text: string): void {
    this.#clock.after(this.latencyMs, () => {
      if (this.#wires.has(wire)) wire.handlers.message(text);
    });
  }
}
