import type { Cancel, Clock } from '../clock.ts';
import type { Randomness } from '../randomness.ts';
import type { OpenTransport, Transport, TransportKind } from './transport.ts';

export interface ConnectionHandlers {
  /** Comes again, without `lost` before it, when messages take another way from now on. */
  opened(): void;
  message(text: string): void;
  /** The connection was lost, or an attempt failed; the next one is already planned. */
  lost(): void;
}

export interface ConnectionOptions {
  open: OpenTransport;
  clock: Clock;
  randomness: Randomness;
}

/** The server closes a connection that is silent for `limits.idleMs`. */
const pingEveryMs = 15_000;
/** Without any sign of life for this long after a ping, the connection is dead. */
const pongWithinMs = 10_000;
/** After a wake-up the network may have changed under the socket: find out quickly. */
const pongAfterWakeWithinMs = 2_000;
const openWithinMs = 8_000;
/** A connection that lived this long was a good one: the next loss is retried at once again. */
const goodAfterMs = 2_000;
const firstDelayMs = 250;
const longestDelayMs = 8_000;
/** Spreads the first retry of many clients when a server goes away. */
const spreadMs = 100;

/** Keeps one transport open: pings it, notices that it is dead, and opens the next one with growing delays. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #handlers: ConnectionHandlers;
  #transport: Transport | null = null;
  #isOpen = false;
  #isWanted = false;
  #failures = 0;
  #openedAt = 0;
  /** The one timer of this machine: the next attempt, ping or deadline. */
  #timer: Cancel | null = null;
  #awaitsPong = false;

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How messages travel; null while there is no connection. */
  get transport(): TransportKind | null {
    return this.#isOpen ? (this.#transport?.kind ?? null) : null;
  }

  open(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#failures = 0;
    this.#attempt();
  }

  close(): void {
    this.#isWanted = false;
    this.#drop();
  }

  send(text: string): void {
    if (this.#isOpen) this.#transport?.send(text);
  }

  /** The network is back or the page woke: try now, or find out quickly whether the connection still lives. */
  wake(): void {
    if (!this.#isWanted) return;
    if (this.#isOpen) this.#ping(pongAfterWakeWithinMs);
    else if (!this.#transport) this.#attempt();
  }

  /** Gives this connection up and opens another, not before `afterMs` when that is given. */
  restart(afterMs?: number): void {
    this.#drop();
    if (!this.#isWanted) return;
    this.#handlers.lost();
    if (this.#isWanted && !this.#transport) this.#plan(this.#delay(afterMs));
  }

  #attempt(): void {
    this.#drop();
    const transport = this.#options.open({
      opened: () => this.#handleOpened(),
      message: (text) => this.#handleMessage(text),
      closed: () => this.restart(),
    });
    this.#transport = transport;
    this.#after(openWithinMs, () => this.restart());
  }

  #handleOpened(): void {
    this.#isOpen = true;
    this.#openedAt = this.#options.clock.now();
    this.#pingLater();
    this.#handlers.opened();
  }

  #handleMessage(text: string): void {
    if (this.#awaitsPong) this.#pingLater();
    this.#handlers.message(text);
  }

  #pingLater(): void {
    this.#awaitsPong = false;
    this.#after(pingEveryMs, () => this.#ping(pongWithinMs));
  }

  #ping(withinMs: number): void {
    this.send('{"type":"ping"}');
    this.#awaitsPong = true;
    this.#after(withinMs, () => this.restart());
  }

  #delay(afterMs: number | undefined): number {
    const jitter = this.#options.randomness.fraction();
    const wasGood = this.#openedAt && this.#options.clock.now() - this.#openedAt >= goodAfterMs;
    this.#openedAt = 0;
    this.#failures = wasGood ? 1 : this.#failures + 1;
    if (afterMs !== undefined) return Math.min(Math.max(afterMs, 0), 60_000) * (1 + jitter / 4);
    if (this.#failures === 1) return jitter * spreadMs;
    const delay = Math.min(firstDelayMs * 2 ** (this.#failures - 2), longestDelayMs);
    return delay * (0.5 + jitter / 2);
  }

  #plan(delayMs: number): void {
    this.#after(delayMs, () => this.#attempt());
  }

  #after(ms: number, run: () => void): void {
    this.#timer?.();
    this.#timer = this.#options.clock.after(ms, run);
  }

  #drop(): void {
    this.#timer?.();
    this.#timer = null;
    this.#isOpen = this.#awaitsPong = false;
    const transport = this.#transport;
    this.#transport = null;
    transport?.close();
  }
}
