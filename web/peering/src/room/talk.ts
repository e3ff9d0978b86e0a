import { toBase64Url } from '../base64url.ts';
import type { ControlFrame } from '../channels/controlFrame.ts';
import type { OwnPerson } from '../identity/ownPerson.ts';
import type { Signatures } from '../identity/signatures.ts';
import type { Randomness } from '../randomness.ts';
import { RequestError } from '../requestError.ts';
import { Conversation } from './conversation.ts';
import {
  isMessageText,
  messageFields,
  readSignedMessage,
  type SignedMessage,
} from './signedMessage.ts';
import type { ChatMessage } from './snapshots.ts';

export interface TalkContext {
  readonly room: string;
  readonly own: Promise<OwnPerson | null>;
  readonly signatures: Signatures;
  readonly randomness: Randomness;
  today(): Date;
  self(): { id: string; name: string };
  /** Sends to everybody; returns the labels of those it cannot reach. */
  sendToAll(frame: ControlFrame): string[];
  /** The member that is here with this identity. */
  present(identity: string): { id: string; label: string } | undefined;
  /** What everybody here is called. */
  labels(): readonly string[];
  count(what: string): void;
}

/** Writes and reads signed messages: nothing enters the conversation without its author's signature. */
export class Talk {
  readonly conversation = new Conversation();
  readonly #context: TalkContext;
  /** Since when we are here. */
  readonly #cameAt: number;
  #saying: Promise<unknown> = Promise.resolve();

  constructor(context: TalkContext) {
    this.#context = context;
    this.#cameAt = context.today().getTime();
  }

  /** Rejects with RequestError `invalid-message`, or `insecure-context` on a page that cannot sign. */
  say(text: string): Promise<ChatMessage> {
    // One after the other: signing must not change the order.
    const said = this.#saying.then(() => this.#say(text));
    this.#saying = said.catch(() => {});
    return said;
  }

  /** Takes a message that a member says it wrote itself. Null unless it did, and the message is new. */
  async handleFrame(
    frame: ControlFrame,
    member: { id: string; label: string; identity: string },
  ): Promise<ChatMessage | null> {
    const { count, today } = this.#context;
    const signed = readSignedMessage({ ...frame.payload, id: frame.id });
    const author = signed && (await this.#author(signed));
    if (!signed || !author) {
      count(signed ? 'chat-not-genuine' : 'chat-unread');
      return null;
    }
    if (author !== member.identity) {
      count('chat-of-another');
      return null;
    }
    if (this.conversation.has(author, signed.id)) return null;
    const message = { ...messageOf(signed, author), from: member.id, name: member.label };
    this.conversation.add({ message, signed, at: today().getTime(), via: null });
    return message;
  }

  /** Takes messages that a member passes on. `refused`: one of them was not genuine. */
  async handleRelayed(
    values: readonly unknown[],
    via: string,
  ): Promise<{ fresh: ChatMessage[]; refused: boolean }> {
    const fresh: ChatMessage[] = [];
    for (const value of values) {
      const signed = readSignedMessage(value);
      const author = signed && (await this.#author(signed));
      if (!signed || !author) return { fresh, refused: true };
      if (this.conversation.has(author, signed.id)) continue;
      const message = await this.#relayed(signed, author);
      const at = Math.min(message.sentAt.getTime(), this.#context.today().getTime());
      this.conversation.add({ message, signed, at, via });
      fresh.push(message);
    }
    return { fresh, refused: false };
  }

  /** An author is here, and which member it is. */
  handlePresent(identity: string, member: { id: string; label: string }): void {
    this.conversation.handlePresent(identity, member, this.#cameAt);
  }

  async #say(text: string): Promise<ChatMessage> {
    const { room, own, randomness, today, self, sendToAll } = this.#context;
    if (!isMessageText(text))
      throw new RequestError('invalid-message', 'A message has between 1 and 4000 characters.');
    const person = await own;
    if (!person)
      throw new RequestError('insecure-context', 'Writing messages needs a secure address.');
    const { id: author, publicKey } = person.identity;
    const { id: from, name } = self();
    const at = today();
    const id = toBase64Url(randomness.bytes(16));
    const unsigned = { id, name, sentAt: at.toISOString(), text };
    const signature = await person.identity.sign(messageFields(room, author, unsigned));
    const signed = { ...unsigned, key: publicKey, signature };
    const { id: _, ...payload } = signed;
    const frame: ControlFrame = { v: 1, topic: 'chat', id, payload };
    const undelivered = sendToAll(frame);
    const message = { ...messageOf(signed, author), from, name, mine: true, undelivered };
    this.conversation.add({ message, signed, at: at.getTime(), via: null });
    return message;
  }

  #author(signed: SignedMessage): Promise<string | null> {
    const { room, signatures } = this.#context;
    const { key, signature } = signed;
    return signatures.signer(key, signature, (author) => messageFields(room, author, signed));
  }

  async #relayed(signed: SignedMessage, author: string): Promise<ChatMessage> {
    const { own, present, self } = this.#context;
    const message = messageOf(signed, author);
    const mine = (await own)?.identity.id === author;
    const here = mine ? { id: self().id, label: self().name } : present(author);
    const isOld = message.sentAt.getTime() < this.#cameAt;
    const { from, name } = here
      ? { from: here.id, name: here.label }
      : { from: author, name: this.#labelOfAbsent(signed.name) };
    return { ...message, from, name, mine, earlier: !here || isOld };
  }

  /** Anybody may have signed with any name: it must not read like that of somebody who is here. */
  #labelOfAbsent(name: string): string {
    const labels = new Set(this.#context.labels().map((label) => label.toLowerCase()));
    for (let number = 1; ; number++) {
      const label = number === 1 ? name : `${name} (${number})`;
      if (!labels.has(label.toLowerCase())) return label;
    }
  }
}

function messageOf(signed: SignedMessage, author: string): ChatMessage {
  const { id, name, text, sentAt } = signed;
  const said = { id, author, from: author, name, text, sentAt: new Date(sentAt) };
  return { ...said, mine: false, earlier: false, undelivered: [] };
}
