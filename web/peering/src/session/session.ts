import { toBase64Url } from '../base64url.ts';
import { Emitter } from '../events.ts';
import type { ClientMessage, Joined, Resumed, ServerMessage } from '../protocol/messages.ts';
import { parseServerMessage, type UnreadMessage } from '../protocol/parse.ts';
import type { Randomness } from '../randomness.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { Inbox } from './inbox.ts';
import { Outbox, type PlacedMessage } from './outbox.ts';
import type { TransportKind } from './transport.ts';

export type JoinMessage = Extract<ClientMessage, { type: 'join' }>;
type ErrorMessage = Extract<ServerMessage, { type: 'error' }>;
/** What a place receives besides its own beginning. */
export type PlaceNews = Exclude<
  ServerMessage,
  { type: 'joined' | 'resumed' | 'knocking' | 'error' | 'closing' | 'replaced' | 'ack' | 'pong' }
>;

export type SessionStatus = 'connecting' | 'joined' | 'reconnecting' | 'server-restarting';
export type SessionEnd =
  | 'replaced'
  | 'idle'
  | 'too-slow'
  | 'removed'
  | 'closed-by-owner'
  | 'place-lost';

export interface SessionEvents {
  /** A place was made: by `join`, or by itself after the old place had been given up (`again`). */
  joined: (message: Joined, again: boolean) => void;
  resumed: (message: Resumed) => void;
  /** The room is locked: there is no place yet, and its owner is asked. */
  knocking: () => void;
  news: (message: PlaceNews) => void;
  /** The server could not do something: the message it answers, when that is still known. */
  refused: (error: ErrorMessage, message: PlacedMessage | undefined) => void;
  status: (status: SessionStatus) => void;
  /** The place is gone and the session stays away. */
  ended: (reason: SessionEnd) => void;
}

/** Errors after which the same request may work a little later. */
const passingCodes = new Set(['rate-limited', 'server-full', 'too-many-rooms']);
const outOfStepCodes = new Set(['invalid-sequence', 'not-joined']);
/** Refused requests wait at least this long before they are made again. */
const waitAfterRefusalMs = 2_000;
/** What belongs to the connection itself and is not numbered; an `error` may be either. */
const unnumbered = new Set(['ack', 'pong', 'joined', 'resumed', 'knocking', 'closing', 'replaced']);

/** What the session counted on the way, for diagnostics. */
export interface SessionCounts {
  unread: number;
  duplicates: number;
  gaps: number;
  resumes: number;
  overflows: number;
}

/**
 * One place in one room, over as many connections as it takes: joins, resumes, keeps the order in
 * both directions and joins again when the place was given up. Knows no socket, clock or browser.
 */
export class Session extends Emitter<SessionEvents> {
  readonly counts: SessionCounts = { unread: 0, duplicates: 0, gaps: 0, resumes: 0, overflows: 0 };
  readonly #connection: Connection;
  readonly #randomness: Randomness;
  readonly #inbox: Inbox;
  readonly #outbox = new Outbox();
  #join: JoinMessage | null = null;
  #token: string | null = null;
  /** `settled`: the server and this session agree on a place, messages flow. */
  #phase: 'none' | 'joining' | 'resuming' | 'settled' = 'none';
  #isRestarting = false;
  #status: SessionStatus = 'connecting';

  constructor(options: ConnectionOptions) {
    super();
    this.#randomness = options.randomness;
    this.#inbox = new Inbox(options.clock, (seq) => this.#write({ type: 'ack', seq }));
    this.#connection = new Connection(options, {
      opened: () => this.#handleOpened(),
      message: (text) => this.#handleText(text),
      lost: () => this.#handleLost(),
    });
  }

  /** The token of the place, for a reload; null without a place. */
  get token(): string | null {
    return this.#token;
  }

  get isSettled(): boolean {
    return this.#phase === 'settled';
  }

  get status(): SessionStatus {
    return this.#status;
  }

  /** How messages travel; null while there is no connection. */
  get transport(): TransportKind | null {
    return this.#connection.transport;
  }

  /** Opens the connection without asking for a place yet. */
  open(): void {
    this.#connection.open();
  }

  /** Asks for a place, now or as soon as there is a connection. */
  join(message: JoinMessage): void {
    // A join whose answer is lost is made again: the server knows it by this, and makes no second place.
    this.#join = { attempt: toBase64Url(this.#randomness.bytes(16)), ...message };
    if (this.#connection.isOpen) this.#handleOpened();
    else this.#connection.open();
  }

  /** What a later join by itself should say: name and state as they are now. */
  remember(fields: Pick<JoinMessage, 'name' | 'state'>): void {
    if (this.#join) this.#join = { ...this.#join, ...fields };
  }

  /** False when there is no place, or too much is waiting already. */
  send(message: PlacedMessage): boolean {
    if (!this.#token) return false;
    const isKept = this.#outbox.push(message);
    if (!isKept) this.counts.overflows++;
    this.#flush();
    return isKept;
  }

  /** Gone at once for everybody; the session may join again later. */
  leave(): void {
    // Not known yet whether there is a place: the server reads this after the join.
    if (this.#phase === 'joining') this.#write({ type: 'leave', seq: 2 });
    else this.send({ type: 'leave' });
    this.close();
  }

  close(): void {
    this.#forget();
    this.#connection.close();
  }

  wake(): void {
    this.#connection.wake();
  }

  #handleOpened(): void {
    this.#inbox.pause();
    if (this.#token) {
      this.#phase = 'resuming';
      this.#write({ type: 'resume', token: this.#token, lastSeq: this.#inbox.last });
    } else if (this.#join) {
      this.#phase = 'joining';
      this.#outbox.reset(2);
      this.#write({ ...this.#join, seq: 1 });
    }
  }

  #handleLost(): void {
    this.#inbox.pause();
    this.#phase = 'none';
    if (this.#token) this.#setStatus(this.#isRestarting ? 'server-restarting' : 'reconnecting');
  }

  #handleText(text: string): void {
    const message = parseServerMessage(text);
    if (message.type === 'unread') this.counts.unread++;
    if (unnumbered.has(message.type)) this.#handle(message);
    else if ('seq' in message && message.seq) this.#handleNumbered(message, message.seq);
    else if (message.type === 'error') this.#handleError(message);
    else if (message.type !== 'unread') this.counts.unread++;
  }

  #handleNumbered(message: ServerMessage | UnreadMessage, seq: number): void {
    if (this.#phase !== 'settled') {
      this.counts.unread++;
      return;
    }
    const order = this.#inbox.accept(seq);
    if (order === 'next') this.#handle(message);
    else if (order === 'duplicate') this.counts.duplicates++;
    else {
      this.counts.gaps++;
      this.#connection.restart();
    }
  }

  #handle(message: ServerMessage | UnreadMessage): void {
    switch (message.type) {
      case 'joined':
        this.#handleJoined(message);
        break;
      case 'resumed':
        this.#handleResumed(message);
        break;
      case 'knocking':
        if (this.#phase === 'joining') this.emit('knocking');
        else this.counts.unread++;
        break;
      case 'error':
        this.#handleError(message);
        break;
      case 'closing':
        this.#handleClosing(message.reason, message.retryAfterMs);
        break;
      case 'replaced':
        this.#end('replaced');
        break;
      case 'ack':
        if (this.#phase === 'settled') this.#outbox.acknowledge(message.seq);
        break;
      case 'pong':
      case 'unread':
        break;
      default:
        this.emit('news', message);
    }
  }

  #handleJoined(message: Joined): void {
    if (this.#phase !== 'joining') {
      this.counts.unread++;
      return;
    }
    const again = this.#status !== 'connecting';
    this.#inbox.reset(0);
    this.#inbox.accept(1);
    this.#settle(message.token);
    this.emit('joined', message, again);
  }

  #handleResumed(message: Resumed): void {
    if (this.#phase !== 'resuming') {
      this.counts.unread++;
      return;
    }
    this.counts.resumes++;
    if (message.fresh) {
      this.#inbox.reset(0);
      this.#outbox.renumber();
    } else this.#outbox.resend(message.lastReceived);
    this.#settle(message.token);
    this.emit('resumed', message);
  }

  #settle(token: string): void {
    this.#token = token;
    this.#phase = 'settled';
    this.#isRestarting = false;
    if (this.#join) this.#join = { ...this.#join, resumeOf: token };
    this.#flush();
    this.#setStatus('joined');
  }

  #handleError(error: ErrorMessage): void {
    if (this.#phase === 'settled') {
      const message = error.re ? this.#outbox.find(error.re) : undefined;
      this.emit('refused', error, message);
      // The server misses something that was sent, or the place itself: a resume tells both what.
      if (outOfStepCodes.has(error.code)) this.#connection.restart();
      return;
    }
    const isPassing = passingCodes.has(error.code);
    if (this.#phase === 'resuming' && isOwnersWord(error.code)) this.#end(error.code);
    else if (this.#phase === 'resuming' && !isPassing) {
      // `place-given-up`, `invalid-token` and the like: there is nothing to resume, so join again.
      this.#token = null;
      this.#handleOpened();
    } else if (this.#phase === 'resuming' || (this.#isRejoining() && isPassing))
      this.#connection.restart(waitAfterRefusalMs);
    else if (this.#isRejoining()) this.#end(error.code === 'barred' ? 'removed' : 'place-lost');
    else if (this.#phase === 'joining') {
      this.#forget();
      this.emit('refused', error, undefined);
    }
  }

  #isRejoining(): boolean {
    return this.#phase === 'joining' && this.#status !== 'connecting';
  }

  #handleClosing(reason: string, retryAfterMs: number | undefined): void {
    this.#isRestarting = reason === 'restarting';
    if (this.#isRestarting) this.#connection.restart(retryAfterMs ?? 0);
    else if (!this.#join) this.#connection.close();
    // Without a time to come back, the server wants nobody back by itself.
    else if (retryAfterMs === undefined)
      this.#end(reason === 'too-slow' || isOwnersWord(reason) ? reason : 'idle');
    else this.#connection.restart(retryAfterMs);
  }

  #end(reason: SessionEnd): void {
    this.close();
    this.emit('ended', reason);
  }

  #forget(): void {
    this.#join = this.#token = null;
    this.#phase = 'none';
    this.#status = 'connecting';
    this.#inbox.reset(0);
    this.#outbox.reset(1);
  }

  #setStatus(status: SessionStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.emit('status', status);
  }

  #flush(): void {
    if (this.#phase !== 'settled' || !this.#connection.isOpen) return;
    for (const text of this.#outbox.unsent()) this.#connection.send(text);
  }

  #write(message: ClientMessage & { seq?: number }): void {
    this.#connection.send(JSON.stringify(message));
  }
}

/** The owner has ended this place: nothing brings it back. */
function isOwnersWord(reason: string): reason is 'removed' | 'closed-by-owner' {
  return reason === 'removed' || reason === 'closed-by-owner';
}
