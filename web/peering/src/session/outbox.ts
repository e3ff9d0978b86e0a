import type { ClientMessage } from '../protocol/messages.ts';

/** A message of a place, on its way to the server. */
export type PlacedMessage = Extract<
  ClientMessage,
  { type: 'signal' | 'update' | 'leave' | 'lock' | 'admit' | 'remove' | 'closeRoom' }
>;

interface Entry {
  seq: number;
  message: PlacedMessage;
  characters: number;
  isSent: boolean;
}

const maximumEntries = 256;
const maximumCharacters = 1 << 20;
/** Errors come after the acknowledgement at times; so many messages can still be named by their number. */
const rememberedEntries = 64;

/** Numbers and keeps what the server has not acknowledged, within bounds. */
export class Outbox {
  #entries: Entry[] = [];
  #settled: Entry[] = [];
  #characters = 0;
  #next = 1;

  /** Forgets everything; the next message gets this number. */
  reset(next: number): void {
    this.#entries = [];
    this.#settled = [];
    this.#characters = 0;
    this.#next = next;
  }

  /** False when it does not fit: too much is unacknowledged. */
  push(message: PlacedMessage): boolean {
    if (message.type === 'update' && this.#merge(message)) return true;
    const characters = JSON.stringify(message).length;
    const isFull =
      this.#entries.length >= maximumEntries || this.#characters + characters > maximumCharacters;
    if (isFull) return false;
    this.#entries.push({ seq: this.#next++, message, characters, isSent: false });
    this.#characters += characters;
    return true;
  }

  /** The texts that were not sent on this connection yet, in order; they count as sent from now on. */
  *unsent(): Generator<string> {
    for (const entry of this.#entries) {
      if (entry.isSent) continue;
      entry.isSent = true;
      yield JSON.stringify({ ...entry.message, seq: entry.seq });
    }
  }

  acknowledge(seq: number): void {
    const settled = this.#entries.filter((entry) => entry.seq <= seq);
    for (const entry of settled) this.#characters -= entry.characters;
    this.#entries = this.#entries.slice(settled.length);
    this.#settled = [...this.#settled, ...settled].slice(-rememberedEntries);
  }

  /** A new connection of the same place: everything unacknowledged goes out again. */
  resend(lastReceived: number): void {
    this.acknowledge(lastReceived);
    for (const entry of this.#entries) entry.isSent = false;
  }

  /** The server has begun anew: numbers begin again at 1. */
  renumber(): void {
    this.#settled = [];
    this.#next = 1;
    for (const entry of this.#entries) {
      entry.seq = this.#next++;
      entry.isSent = false;
    }
  }

  find(seq: number): PlacedMessage | undefined {
    return [...this.#entries, ...this.#settled].find((entry) => entry.seq === seq)?.message;
  }

  /** An update that waits already takes the newer one in: while cut off, updates cannot pile up. */
  #merge(update: PlacedMessage): boolean {
    const waiting = this.#entries.find((entry) => entry.message.type === 'update' && !entry.isSent);
    if (!waiting) return false;
    waiting.message = { ...waiting.message, ...update };
    return true;
  }
}
