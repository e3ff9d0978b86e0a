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
  isOwner: boolean;
  key: string | undefined;
  token: string;
  previousToken: string | null;
  wire: Wire | null;
  sent: number;
  received: number;
  mailbox: { seq: number; text: string }[];
  graceEnds: (() => void) | null;
}

/** Somebody who waits before the locked room. */
interface Knocker {
  id: string;
  wire: Wire;
  join: Message;
}

const graceMs = 30_000;
/** What shows this server that one owns its room. */
export const ownerToken = 'the-owner';

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
  isLocked = false;
  bars: { member: string; identity?: string }[] = [];
  knockers: Knocker[] = [];
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
  readonly #ownerIds = new Set<string>();

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
    this.isLocked = false;
    this.bars = [];
    this.knockers = [];
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
    this.#endKnocks((knocker) => knocker.wire === wire);
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
    else if (message.type === 'leave' && this.knockers.some((knocker) => knocker.wire === wire))
      this.#endKnocks((knocker) => knocker.wire === wire);
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
    const isOwner = message.ownerToken === ownerToken;
    const isBarred = this.bars.some(
      ({ member, identity }) => member === before?.id || (identity && identity === keyOf(message)),
    );
    if (isBarred && !isOwner) {
      this.#error(wire, 'barred');
      return;
    }
    if (this.isLocked && !isOwner && !old) {
      this.#knock(wire, message);
      return;
    }
    if (old) this.#remove(old, 'replaced');
    this.#enter(wire, message, before);
  }

  #enter(wire: Wire, message: Message, before: Member | undefined): void {
    const attempt = String(message.attempt);
    const isOwner = message.ownerToken === ownerToken;
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
    const place = this.#seat(member, wire, isOwner, keyOf(message));
    place.received = 1;
    this.#post(place, {
      type: 'joined',
      self: member,
      token: this.#issue(place),
      room: this.#describe(place),
      members: this.#others(place),
      iceServers: [],
      topology: this.#topology(place),
      limits: { messageBytes: 65536, idleMs: 60000, messageBurst: 400, messagesPerSecond: 100 },
      graceMs,
    });
    this.#announce(place);
    if (isOwner) for (const knocker of this.knockers) this.#tellKnock(place, knocker);
  }

  #knock(wire: Wire, join: Message): void {
    const knocker = { id: `knock-${++this.#count}`, wire, join };
    this.knockers.push(knocker);
    this.#write(wire, { type: 'knocking', waitMs: 300_000 });
    for (const place of this.#owners()) this.#tellKnock(place, knocker);
  }

  #tellKnock(place: Place, { id, join }: Knocker): void {
    this.#post(place, { type: 'knock', id, name: join.name, device: join.device });
  }

  #endKnocks(isOver: (knocker: Knocker) => boolean, code?: string): void {
    const over = this.knockers.filter(isOver);
    this.knockers = this.knockers.filter((knocker) => !isOver(knocker));
    for (const { id, wire } of over) {
      if (code) this.#error(wire, code);
      for (const place of this.#owners()) this.#post(place, { type: 'knockEnded', id });
    }
  }

  #owners(): Place[] {
    return [...this.#places.values()].filter(({ isOwner }) => isOwner);
  }

  #resume(wire: Wire, { token, lastSeq }: Message): void {
    const member = this.tokens.get(String(token));
    const place = member && this.#places.get(member.id);
    if (place && (place.token === token || place.previousToken === token)) {
      this.#takeUp(place, wire, String(token), Number(lastSeq));
    } else if (member && !place && this.#runOfToken.get(String(token)) !== this.#run) {
      const silent = { microphone: false, camera: false, screen: false, paused: false };
      const made = this.#seat({ ...member, state: silent }, wire, this.#ownerIds.has(member.id));
      made.previousToken = String(token);
      this.#write(wire, this.#resumed(made, true));
      this.#post(made, { type: 'topology', ...this.#topology(made) });
      this.#post(made, { type: 'iceServers', iceServers: [] });
      this.#post(made, { type: 'roomUpdated', room: this.#describe(made) });
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
    } else this.#command(place, message, seq);
  }

  #command(place: Place, message: Message, seq: number): void {
    if (!place.isOwner) {
      this.#post(place, { type: 'error', code: 'not-owner', message: '.', re: seq });
    } else if (message.type === 'lock') {
      this.isLocked = message.locked === true;
      for (const bar of (message.bars ?? []) as typeof this.bars) this.#bar(bar);
      this.#tellRoom();
    } else if (message.type === 'admit') {
      const knocker = this.knockers.find(({ id }) => id === message.id);
      this.#endKnocks((one) => one === knocker, message.letIn ? undefined : 'not-let-in');
      if (knocker && message.letIn) this.#enter(knocker.wire, knocker.join, undefined);
    } else if (message.type === 'remove') {
      const { member, key } = this.#places.get(String(message.id)) ?? {};
      if (member) this.#bar({ member: member.id, ...(key && { identity: key }) });
      this.#tellRoom();
    } else if (message.type === 'closeRoom') {
      for (const { wire } of this.#places.values()) {
        if (wire) this.#write(wire, { type: 'closing', reason: 'closed-by-owner' });
      }
      for (const each of this.#places.values()) this.#remove(each, 'left');
    }
  }

  #bar(bar: { member: string; identity?: string }): void {
    this.bars.push(bar);
    const place = this.#places.get(bar.member);
    if (!place) return;
    if (place.wire) this.#write(place.wire, { type: 'closing', reason: 'removed' });
    this.#remove(place, 'removed');
  }

  #tellRoom(): void {
    for (const place of this.#places.values())
      this.#post(place, { type: 'roomUpdated', room: this.#describe(place) });
  }

  #seat(member: Member, wire: Wire, isOwner: boolean, key?: string): Place {
    if (isOwner) this.#ownerIds.add(member.id);
    const place: Place = {
      member: structuredClone(member),
      isOwner,
      key,
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

  #describe({ isOwner: owned }: Place) {
    const { kind, capacity, isLocked: locked, bars } = this;
    return { id: this.#room, kind, capacity, locked, owned, ...(owned && { bars }) };
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

/** The key that a join shows; this server believes every signature. */
function keyOf({ identity }: Message): string | undefined {
  return (identity as { key: string } | undefined)?.key;
}
