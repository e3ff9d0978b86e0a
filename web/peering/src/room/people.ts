import type { ControlFrame } from '../channels/controlFrame.ts';
import type { Trust } from '../identity/acquaintances.ts';
import type { OwnPerson } from '../identity/ownPerson.ts';
import { Signatures } from '../identity/signatures.ts';
import type { Neighbour } from '../link/neighbour.ts';
import { Allowances } from './allowances.ts';
import type { Environment } from './environment.ts';
import { Greetings } from './greetings.ts';
import { History } from './history.ts';
import type { ChatMessage, Notice } from './snapshots.ts';
import { Talk } from './talk.ts';
import type { Verification } from './verification.ts';
import { Verifications } from './verifications.ts';

/** What was written while a link was down comes at once; nobody writes faster than this for long. */
const messagesAtOnce = 64;
const messagesPerSecond = 10;
/** What may come before its sender said who it is: a moment's worth. */
const maximumWaiting = 64;
/** What one member may have sent that is still being judged. */
const maximumQueued = 256;

/** A member as far as it matters who it is. */
export interface Somebody {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

export interface PeopleContext {
  readonly room: string;
  readonly own: Promise<OwnPerson | null>;
  readonly environment: Pick<Environment, 'clock' | 'randomness' | 'subtle' | 'today'>;
  selfId(): string;
  self(): Somebody;
  /** The others in the room. */
  others(): readonly Somebody[];
  neighbour(member: string): Neighbour | undefined;
  count(what: string): void;
}

export interface PeopleHandlers {
  changed(): void;
  chat(message: ChatMessage): void;
  notice(notice: Notice): void;
  verification(verification: Verification): void;
}

/**
 * Who is who in a room, and what they say: identities shown on every link, signed messages, earlier talk. Owns no
 * link; sees the frames of confirmed links.
 */
export class People {
  readonly #context: PeopleContext;
  readonly #handlers: PeopleHandlers;
  readonly #greetings: Greetings;
  readonly #talk: Talk;
  readonly #history: History;
  readonly #verifications: Verifications;
  readonly #writing = new Allowances(messagesAtOnce, messagesPerSecond);
  /** What members said before it was known who they are. */
  readonly #waiting = new Map<string, ControlFrame[]>();
  /** What arrived is judged in its order; judging takes a moment. */
  readonly #queues = new Map<string, { last: Promise<void>; length: number }>();
  readonly #connected = new Set<string>();
  #own: OwnPerson | null = null;

  constructor(context: PeopleContext, handlers: PeopleHandlers) {
    const { room, own, environment, count, neighbour } = context;
    const { clock, randomness, subtle, today } = environment;
    const signatures = new Signatures(subtle);
    this.#context = context;
    this.#handlers = handlers;
    const self = context.selfId;
    this.#greetings = new Greetings({ room, own, signatures, randomness, self, neighbour, count });
    this.#talk = new Talk({
      ...{ room, own, signatures, randomness, today, count },
      self: () => context.self(),
      sendToAll: (frame) => this.#sendToAll(frame),
      labels: () => [context.self(), ...context.others()].map(({ label }) => label),
      present: (identity) => context.others().find(({ id }) => this.identity(id) === identity),
    });
    this.#history = new History({
      ...{ clock, randomness, count },
      conversation: this.#talk.conversation,
      send: (id, frame) => this.#isGreeted(id) && (neighbour(id)?.send(frame) ?? false),
      label: (id) => this.#somebody(id)?.label ?? id,
      take: (messages, via) => this.#takeRelayed(messages, via),
      changed: () => handlers.changed(),
    });
    this.#verifications = new Verifications({
      ...{ room, clock, randomness, subtle, self, neighbour, count },
      own: () => this.#own,
      identity: (id) => (this.#isGreeted(id) ? this.identity(id) : null),
      confirmed: (id, identity) => this.#handleConfirmed(id, identity),
      began: (verification) => handlers.verification(verification),
    });
    void own.then((person) => {
      this.#own = person;
      handlers.changed();
    });
  }

  get messages(): readonly ChatMessage[] {
    return this.#talk.conversation.messages;
  }

  get ownIdentity(): string | null {
    return this.#own?.identity.id ?? null;
  }

  identity(member: string): string | null {
    return this.#greetings.identity(member);
  }

  /** A member as it is shown; oneself is nobody to doubt. */
  person(member: string): { identity: string | null; trust: Trust } {
    if (member === this.#context.selfId()) return { identity: this.ownIdentity, trust: 'verified' };
    const identity = this.identity(member);
    const trust = identity && this.#own?.acquaintances.trust(identity, member);
    return { identity, trust: trust || 'new' };
  }

  async say(text: string): Promise<ChatMessage> {
    const message = await this.#talk.say(text);
    this.#handlers.chat(message);
    this.#handlers.changed();
    return message;
  }

  /** Begins to compare a safety code, or returns what is under way. Throws as `Verifications.start`. */
  verify(member: string): Verification {
    return this.#verifications.start(member);
  }

  /** A frame will never reach the member. */
  handleUndelivered(member: string, frame: ControlFrame): void {
    if (frame.topic !== 'chat') return;
    const label = this.#somebody(member)?.label ?? member;
    this.#talk.conversation.markUndelivered(frame.id, label);
    this.#handlers.changed();
  }

  handleLinkChanged(member: string): void {
    const isConnected = this.#context.neighbour(member)?.isConnected ?? false;
    const wasConnected = this.#connected.has(member);
    if (!isConnected) this.#connected.delete(member);
    else if (!wasConnected) this.#connected.add(member);
    this.#greetings.handleLink(member);
    this.#verifications.handleLinkChanged(member);
    // Back on the same link: what was said meanwhile may have missed us.
    if (isConnected && !wasConnected && this.#isGreeted(member))
      this.#history.handlePresent(member);
  }

  handleGone(member: string): void {
    this.#connected.delete(member);
    this.#waiting.delete(member);
    this.#queues.delete(member);
    this.#greetings.handleGone(member);
    this.#history.handleGone(member);
    this.#verifications.handleGone(member);
  }

  /** False when the frame is none of ours. */
  handleFrame(member: string, frame: ControlFrame): boolean {
    switch (frame.topic) {
      case 'hello':
        this.#handleHello(member, frame);
        return true;
      case 'chat':
        if (this.#writing.take(member, this.#context.environment.clock.now()))
          this.#whenGreeted(member, frame);
        else this.#context.count('chat-flood');
        return true;
      case 'history':
      case 'verify':
        this.#whenGreeted(member, frame);
        return true;
      default:
        return false;
    }
  }

  close(): void {
    this.#history.close();
    this.#verifications.close();
  }

  #handleHello(member: string, frame: ControlFrame): void {
    const link = this.#context.neighbour(member)?.link;
    if (!link) return;
    this.#enqueue(member, async () => {
      const identity = await this.#greetings.handleFrame(member, link, frame);
      const own = identity && (await this.#context.own);
      const somebody = this.#somebody(member);
      if (!identity || !own || !somebody) return;
      if (own.acquaintances.meet(identity, somebody.name, member)) this.#noticeNewDevice(somebody);
      this.#talk.handlePresent(identity, somebody);
      const early = this.#waiting.get(member) ?? [];
      this.#waiting.delete(member);
      for (const frame of early) this.#whenGreeted(member, frame);
      this.#history.handlePresent(member);
      this.#handlers.changed();
    });
  }

  /** Reads a frame now, or as soon as it is known whose it is. */
  #whenGreeted(member: string, frame: ControlFrame): void {
    if (this.#isGreeted(member)) {
      this.#enqueue(member, () => this.#dispatch(member, frame));
      return;
    }
    const waiting = this.#waiting.get(member) ?? [];
    if (waiting.length < maximumWaiting) waiting.push(frame);
    else this.#context.count('frame-of-nobody');
    this.#waiting.set(member, waiting);
  }

  #dispatch(member: string, frame: ControlFrame): Promise<void> {
    if (frame.topic === 'chat') return this.#read(member, frame);
    const reader = frame.topic === 'history' ? this.#history : this.#verifications;
    return reader.handleFrame(member, frame);
  }

  #handleConfirmed(member: string, identity: string): void {
    const name = this.#somebody(member)?.name ?? '';
    this.#own?.acquaintances.confirm(identity, name);
    this.#handlers.changed();
  }

  async #read(member: string, frame: ControlFrame): Promise<void> {
    const somebody = this.#somebody(member);
    const identity = this.identity(member);
    if (!somebody || !identity) return;
    const { id, label } = somebody;
    const message = await this.#talk.handleFrame(frame, { id, label, identity });
    if (!message) return;
    this.#handlers.chat(message);
    this.#handlers.changed();
  }

  async #takeRelayed(
    messages: readonly unknown[],
    via: string,
  ): Promise<{ count: number; refused: boolean }> {
    const { fresh, refused } = await this.#talk.handleRelayed(messages, via);
    // What we missed while we were away is news; what was said before we came is not.
    for (const message of fresh)
      if (!message.earlier && !message.mine) this.#handlers.chat(message);
    if (fresh.length) this.#handlers.changed();
    return { count: fresh.length, refused };
  }

  #sendToAll(frame: ControlFrame): string[] {
    const { others, neighbour } = this.#context;
    const missed = others().filter(({ id }) => !neighbour(id)?.send(frame));
    return missed.map(({ label }) => label);
  }

  #noticeNewDevice({ label }: Somebody): void {
    const text = `${label} is here with another device than before, or is somebody else of that name.`;
    this.#handlers.notice({ code: 'new-device', text, about: label });
  }

  #isGreeted(member: string): boolean {
    return this.#greetings.isGreetedOn(member, this.#context.neighbour(member)?.link);
  }

  #somebody(member: string): Somebody | undefined {
    return this.#context.others().find(({ id }) => id === member);
  }

  #enqueue(member: string, work: () => Promise<void>): void {
    const { count } = this.#context;
    const queue = this.#queues.get(member) ?? { last: Promise.resolve(), length: 0 };
    this.#queues.set(member, queue);
    if (queue.length >= maximumQueued) {
      count('frame-overflow');
      return;
    }
    queue.length++;
    queue.last = queue.last
      .then(work)
      .catch(() => count('people-fault'))
      .then(() => void queue.length--);
  }
}
