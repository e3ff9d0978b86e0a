import { toBase64Url } from '../base64url.ts';
import { type ControlFrame, maximumFrameBytes } from '../channels/controlFrame.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { Randomness } from '../randomness.ts';
import { Allowances } from './allowances.ts';
import type { Conversation } from './conversation.ts';
import type { SignedMessage } from './signedMessage.ts';

/** What one round of asking may bring from one member. */
const maximumPages = 128;
const maximumTold = 256;
/** Whoever does not answer in this time is not asked on; somebody else is. */
const answerWithinMs = 5_000;
/** Questions of one member: as many as a long history of long messages takes, and then slowly. */
const questionsAtOnce = 128;
const questionsPerSecond = 2;
const maximumDigests = 512;
const digest = /^[\w-]{8}$/;

export interface HistoryContext {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly conversation: Conversation;
  /** Sends now; false when the member is not connected. */
  send(member: string, frame: ControlFrame): boolean;
  label(member: string): string;
  /** Takes what a member passed on: how many messages were new, and whether one was not genuine. */
  take(messages: readonly unknown[], via: string): Promise<{ count: number; refused: boolean }>;
  changed(): void;
  count(what: string): void;
}

interface Round {
  readonly member: string;
  /** Names the question whose answer is awaited. */
  question: string;
  pages: number;
  told: number;
  giveUp: Cancel;
}

/**
 * Asks the members, one after the other, for messages this page does not have, and tells those who ask.
 * Every question names what is known and is answered by one frame; who wants more asks again. So nobody is sent
 * more than they take, and whoever answers keeps nothing in mind.
 */
export class History {
  readonly #context: HistoryContext;
  readonly #toAsk = new Set<string>();
  readonly #questions = new Allowances(questionsAtOnce, questionsPerSecond);
  #round: Round | null = null;

  constructor(context: HistoryContext) {
    this.#context = context;
  }

  /** A member is here, or here again: it may know more than we do. */
  handlePresent(member: string): void {
    this.#toAsk.add(member);
    if (!this.#round) this.#next();
  }

  handleGone(member: string): void {
    this.#toAsk.delete(member);
    if (this.#round?.member === member) this.#next();
  }

  /** Takes a frame of topic `history`. Resolves when what it brought is in the conversation. */
  async handleFrame(member: string, frame: ControlFrame): Promise<void> {
    const { have, messages, more } = frame.payload;
    if (have !== undefined) this.#answer(member, frame.id, have);
    else if (Array.isArray(messages)) await this.#take(member, frame.id, messages, more === true);
    else this.#context.count('history-unread');
  }

  close(): void {
    this.#toAsk.clear();
    this.#round?.giveUp();
    this.#round = null;
  }

  #next(): void {
    this.#round?.giveUp();
    this.#round = null;
    const [member] = this.#toAsk;
    if (member === undefined) return;
    this.#toAsk.delete(member);
    this.#round = { member, question: '', pages: 0, told: 0, giveUp: () => {} };
    this.#ask(this.#round);
  }

  #ask(round: Round): void {
    const { clock, randomness, conversation, send, count } = this.#context;
    round.giveUp();
    round.question = toBase64Url(randomness.bytes(16));
    round.giveUp = clock.after(answerWithinMs, () => {
      count('history-unanswered');
      this.#next();
    });
    const payload = { have: conversation.digests() };
    if (!send(round.member, { v: 1, topic: 'history', id: round.question, payload })) this.#next();
  }

  async #take(
    member: string,
    question: string,
    messages: readonly unknown[],
    more: boolean,
  ): Promise<void> {
    const round = this.#round;
    if (!round || round.member !== member || round.question !== question) {
      this.#context.count('history-unasked');
      return;
    }
    // One answer to one question: the next one needs another.
    round.question = '';
    round.giveUp();
    round.pages++;
    const wanted = messages.slice(0, maximumTold - round.told);
    const { count, refused } = await this.#context.take(wanted, member);
    round.told += count;
    if (refused) this.#context.count('history-not-genuine');
    if (this.#round !== round) return;
    const isEnough = round.pages >= maximumPages || round.told >= maximumTold;
    if (more && !refused && count > 0 && !isEnough) this.#ask(round);
    else this.#next();
  }

  #answer(member: string, question: string, have: unknown): void {
    const { clock, conversation, send, label, changed, count } = this.#context;
    const isReadable =
      Array.isArray(have) &&
      have.length <= maximumDigests &&
      have.every((text) => typeof text === 'string' && digest.test(text));
    if (!isReadable || !this.#questions.take(member, clock.now())) {
      count(isReadable ? 'history-flood' : 'history-unread');
      return;
    }
    const digests = new Set<string>(have);
    conversation.markDelivered(digests, label(member));
    changed();
    send(member, page(question, conversation.missing(digests)));
  }
}

/** As many messages as one frame holds. */
function page(question: string, missing: readonly SignedMessage[]): ControlFrame {
  const frame = (messages: readonly SignedMessage[], more: boolean): ControlFrame => {
    return { v: 1, topic: 'history', id: question, payload: { messages, more } };
  };
  let room = maximumFrameBytes - JSON.stringify(frame([], false)).length;
  const fitting = missing.findIndex((message) => {
    room -= JSON.stringify(message).length + 1;
    return room < 0;
  });
  return fitting < 0 ? frame(missing, false) : frame(missing.slice(0, fitting), true);
}
