import type { Cancel, Clock } from '../clock.ts';
import type { OpenTransport, Transport, TransportHandlers, TransportKind } from './transport.ts';

export type Ways = Readonly<Record<TransportKind, OpenTransport>>;

/** What a page has learnt about the ways to one server. */
export interface WaysMemory {
  first: TransportKind;
  /** A WebSocket has carried messages: one that is refused now tells of a server that is away. */
  webSocketWorked: boolean;
  /** Openings in a row that failed on every way. */
  failures: number;
  returnAfterMs: number;
}

const order: readonly TransportKind[] = ['websocket', 'http-stream', 'long-polling'];
/** A handshake that takes so long gets company; whichever opens first is taken. */
const handshakeWithinMs = 2_500;
/** A way on which nothing answers for so long swallows what is sent. */
const answerWithinMs = 5_000;
/** Refused so often, a WebSocket that worked before is taken for blocked. */
const failuresBeforeFallback = 3;
const firstReturnAfterMs = 15_000;
const longestReturnAfterMs = 300_000;
/** Nothing is under way when nothing was sent for so long. */
const quietMs = 2_000;
const ping = '{"type":"ping"}';

export function rememberWays(): WaysMemory {
  return {
    first: 'websocket',
    webSocketWorked: false,
    failures: 0,
    returnAfterMs: firstReturnAfterMs,
  };
}

/**
 * Takes the first way that works, WebSocket before all others, and goes back to it when it can. A way counts as
 * working when a message of the server has come over it.
 */
export function choosingTransport(ways: Ways, clock: Clock, memory: WaysMemory): OpenTransport {
  return (handlers) => new Choice(ways, clock, memory, handlers);
}

/** One way that is being tried, or taken. */
interface Try {
  kind: TransportKind;
  transport: Transport | null;
}

class Choice implements Transport {
  readonly #ways: Ways;
  readonly #clock: Clock;
  readonly #memory: WaysMemory;
  readonly #handlers: TransportHandlers;
  readonly #tries = new Set<Try>();
  #taken: Try | null = null;
  #isProven = false;
  #isOver = false;
  /** The last way of the order that was begun. */
  #furthest: TransportKind = 'websocket';
  #sent = 0;
  #sentAt = 0;
  /** Handshake, answer or return, one after the other. */
  #timer: Cancel | null = null;

  constructor(ways: Ways, clock: Clock, memory: WaysMemory, handlers: TransportHandlers) {
    this.#ways = ways;
    this.#clock = clock;
    this.#memory = memory;
    this.#handlers = handlers;
    this.#try(memory.first);
  }

  get kind(): TransportKind {
    return this.#taken?.kind ?? this.#memory.first;
  }

  send(text: string): void {
    this.#sent++;
    this.#sentAt = this.#clock.now();
    this.#taken?.transport?.send(text);
    if (!this.#isProven && !this.#timer) this.#after(answerWithinMs, () => this.#giveUp());
  }

  close(): void {
    this.#isOver = true;
    this.#timer?.();
    for (const one of [...this.#tries, this.#taken]) one?.transport?.close();
    this.#tries.clear();
    this.#taken = null;
  }

  #try(kind: TransportKind): void {
    this.#furthest = kind;
    const one = this.#open(kind, {
      opened: (self) => this.#take(self),
      message: (self, text) => this.#handleMessage(self, text),
      closed: (self) => this.#handleClosed(self),
    });
    if (kind === 'websocket')
      this.#after(handshakeWithinMs, () => {
        if (this.#tries.has(one)) this.#try('http-stream');
      });
  }

  #open(
    kind: TransportKind,
    handlers: {
      opened(self: Try): void;
      message(self: Try, text: string): void;
      closed(self: Try): void;
    },
  ): Try {
    const one: Try = { kind, transport: null };
    this.#tries.add(one);
    one.transport = this.#ways[kind]({
      opened: () => handlers.opened(one),
      message: (text) => handlers.message(one, text),
      closed: () => handlers.closed(one),
    });
    return one;
  }

  #take(one: Try): void {
    this.#timer?.();
    this.#timer = null;
    this.#tries.delete(one);
    for (const other of this.#tries) other.transport?.close();
    this.#tries.clear();
    this.#taken = one;
    const before = this.#sent;
    this.#handlers.opened();
    // Whoever waits in the lobby says nothing: ask, so that a way that swallows messages is found out there.
    if (this.#sent === before && this.#taken === one) this.send(ping);
  }

  #handleMessage(one: Try, text: string): void {
    if (one !== this.#taken) return;
    if (!this.#isProven) this.#prove(one);
    this.#handlers.message(text);
  }

  #prove(one: Try): void {
    this.#timer?.();
    this.#timer = null;
    this.#isProven = true;
    this.#memory.first = one.kind;
    this.#memory.failures = 0;
    if (one.kind !== 'websocket') this.#planReturn();
    else {
      this.#memory.webSocketWorked = true;
      this.#memory.returnAfterMs = firstReturnAfterMs;
    }
  }

  #handleClosed(one: Try): void {
    if (one === this.#taken) {
      if (!this.#isProven) this.#memory.first = following(one.kind) ?? 'websocket';
      this.#end();
      return;
    }
    if (!this.#tries.delete(one)) return;
    const isFurthest = one.kind === this.#furthest;
    const next = isFurthest && this.#mayFallBack(one.kind) ? following(one.kind) : null;
    if (next) {
      this.#memory.first = next;
      this.#try(next);
    } else if (!this.#tries.size) {
      this.#memory.failures++;
      this.#memory.first = 'websocket';
      this.#end();
    }
  }

  #mayFallBack(kind: TransportKind): boolean {
    const { webSocketWorked, failures } = this.#memory;
    return kind !== 'websocket' || !webSocketWorked || failures >= failuresBeforeFallback;
  }

  /** The way that was taken swallows what is sent. */
  #giveUp(): void {
    const { kind } = this;
    this.#memory.first = following(kind) ?? 'websocket';
    this.#end();
  }

  #end(): void {
    this.close();
    this.#handlers.closed();
  }

  #planReturn(): void {
    const { returnAfterMs } = this.#memory;
    this.#memory.returnAfterMs = Math.min(returnAfterMs * 2, longestReturnAfterMs);
    this.#after(returnAfterMs, () => this.#tryReturn());
  }

  /** Tries a WebSocket beside the way that works; only one that answers is taken. */
  #tryReturn(): void {
    const fail = (one: Try) => {
      one.transport?.close();
      if (this.#tries.delete(one) && !this.#isOver) this.#planReturn();
    };
    const one = this.#open('websocket', {
      opened: (self) => self.transport?.send(ping),
      message: (self, text) => {
        if (self === this.#taken) this.#handleMessage(self, text);
        else this.#return(self);
      },
      closed: (self) => (self === this.#taken ? this.#handleClosed(self) : fail(self)),
    });
    this.#after(answerWithinMs, () => fail(one));
  }

  #return(one: Try): void {
    const quietFor = this.#clock.now() - this.#sentAt;
    // What is under way on the old connection must not overtake what the new one begins with.
    if (quietFor < quietMs) {
      this.#after(quietMs - quietFor, () => this.#return(one));
      return;
    }
    const before = this.#taken;
    this.#taken = one;
    this.#tries.delete(one);
    this.#timer?.();
    this.#timer = null;
    before?.transport?.close();
    this.#prove(one);
    this.#handlers.opened();
  }

  #after(ms: number, run: () => void): void {
    this.#timer?.();
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = null;
      run();
    });
  }
}

function following(kind: TransportKind): TransportKind | undefined {
  return order[order.indexOf(kind) + 1];
}
