import type { SignedMessage } from './signedMessage.ts';
import type { ChatMessage } from './snapshots.ts';

const maximumMessages = 500;
/** What others told us of earlier talk; the rest of the list is for what is said now. */
const maximumRelayed = 400;
/** Newcomers are told so many of the latest messages. */
const messagesTold = 256;
/** Enough of a signature to tell messages apart: nobody finds another one that begins so. */
const digestLength = 8;

/** One message with everything needed to pass it on. */
export interface Entry {
  message: ChatMessage;
  readonly signed: SignedMessage;
  /** Where it stands: when it arrived, or when it was written if somebody else passed it on. */
  readonly at: number;
  /** The member that passed it on; null: it came from its author, or is our own. */
  readonly via: string | null;
}

/** What was written in the room, in its order; the oldest messages fall out. Holds only verified messages. */
export class Conversation {
  #entries: Entry[] = [];
  readonly #known = new Set<string>();
  #messages: readonly ChatMessage[] | null = null;

  get messages(): readonly ChatMessage[] {
    this.#messages ??= this.#entries.map(({ message }) => message);
    return this.#messages;
  }

  has(author: string, id: string): boolean {
    return this.#known.has(`${author} ${id}`);
  }

  add(entry: Entry): void {
    const { message, at, via } = entry;
    if (this.has(message.author, message.id)) return;
    Object.freeze(message);
    this.#known.add(`${message.author} ${message.id}`);
    this.#entries.splice(this.#entries.findLastIndex((other) => other.at <= at) + 1, 0, entry);
    this.#messages = null;
    const relayed = via === null ? 0 : this.#entries.filter((other) => other.via !== null).length;
    if (relayed > maximumRelayed) this.#dropRelayed();
    if (this.#entries.length > maximumMessages) this.#drop(0);
  }

  /** A message of one's own did not reach somebody. */
  markUndelivered(id: string, label: string): void {
    this.#change(
      ({ mine, id: known, undelivered }) => mine && known === id && !undelivered.includes(label),
      ({ undelivered }) => ({ undelivered: [...undelivered, label] }),
    );
  }

  /** Somebody said which messages they have. */
  markDelivered(digests: ReadonlySet<string>, label: string): void {
    this.#change(
      ({ mine, undelivered }, entry) =>
        mine && undelivered.includes(label) && digests.has(digestOf(entry)),
      ({ undelivered }) => ({ undelivered: undelivered.filter((other) => other !== label) }),
    );
  }

  /** An author is in the room after all: what others passed on of it is that member's. */
  handlePresent(author: string, member: { id: string; label: string }, since: number): void {
    this.#change(
      ({ mine, author: known }, { via }) => !mine && known === author && via !== null,
      (_, { at }) => ({ from: member.id, name: member.label, earlier: at < since }),
    );
  }

  /** For somebody who can tell more: which messages are known. */
  digests(): string[] {
    return this.#entries.map(digestOf);
  }

  /** The latest messages that somebody with these digests does not have, newest first. */
  missing(digests: ReadonlySet<string>): SignedMessage[] {
    return this.#entries
      .slice(-messagesTold)
      .reverse()
      .filter((entry) => !digests.has(digestOf(entry)))
      .map(({ signed }) => signed);
  }

  #change(
    applies: (message: ChatMessage, entry: Entry) => boolean,
    change: (message: ChatMessage, entry: Entry) => Partial<ChatMessage>,
  ): void {
    for (const entry of this.#entries) {
      if (!applies(entry.message, entry)) continue;
      entry.message = Object.freeze({ ...entry.message, ...change(entry.message, entry) });
      this.#messages = null;
    }
  }

  /** Whoever told most gives way first, so that nobody can drive out what the others told. */
  #dropRelayed(): void {
    const told = new Map<string, number>();
    for (const { via } of this.#entries) if (via !== null) told.set(via, (told.get(via) ?? 0) + 1);
    const [most] = [...told].sort(([, a], [, b]) => b - a);
    this.#drop(this.#entries.findIndex(({ via }) => via === most?.[0]));
  }

  #drop(index: number): void {
    for (const { message } of this.#entries.splice(index, 1))
      this.#known.delete(`${message.author} ${message.id}`);
  }
}

function digestOf({ signed }: Entry): string {
  return signed.signature.slice(0, digestLength);
}
