import type { ControlFrame } from '../channels/controlFrame.ts';
import type { ChatMessage } from './snapshots.ts';

const maximumMessages = 500;
const maximumCharacters = 4_000;
/** What was written while a link was down comes at once; nobody writes faster than this for long. */
const messagesAtOnce = 64;
const messagesPerSecond = 10;
/** A room has fewer members; a longer list is one of members long gone. */
const maximumWriters = 128;

/** The text of a chat frame, as long as it is one. */
export function chatText(payload: Record<string, unknown>): string | null {
  const { text } = payload;
  if (typeof text !== 'string') return null;
  const { length } = [...text.slice(0, 2 * maximumCharacters + 1)];
  return length >= 1 && length <= maximumCharacters ? text : null;
}

/** What was written in the room, in the order it arrived here; the oldest messages fall out. */
export class Conversation {
  #messages: readonly ChatMessage[] = [];
  /** How many messages each member may still send, and when that was counted. */
  readonly #allowances = new Map<string, { left: number; at: number }>();

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** False when a member writes faster than people can: the rest of a flood is dropped unread. */
  mayWrite(from: string, now: number): boolean {
    const { left, at } = this.#allowances.get(from) ?? { left: messagesAtOnce, at: now };
    const regained = (Math.max(0, now - at) / 1_000) * messagesPerSecond;
    const allowed = Math.min(messagesAtOnce, left + regained);
    const isAllowed = allowed >= 1;
    this.#allowances.set(from, { left: isAllowed ? allowed - 1 : allowed, at: now });
    const [oldest] = this.#allowances.keys();
    if (this.#allowances.size > maximumWriters && oldest) this.#allowances.delete(oldest);
    return isAllowed;
  }

  /** Takes a frame of topic `chat`. Null when it is no message, or one that came before. */
  handleFrame(frame: ControlFrame, from: string, name: string, now: Date): ChatMessage | null {
    const text = chatText(frame.payload);
    const isKnown = this.#messages.some((known) => known.id === frame.id && known.from === from);
    if (text === null || isKnown) return null;
    const sentAt = new Date(typeof frame.payload.sentAt === 'string' ? frame.payload.sentAt : NaN);
    const time = Number.isNaN(sentAt.getTime()) ? now : sentAt;
    return this.add({ id: frame.id, from, name, text, sentAt: time, mine: false, undelivered: [] });
  }

  add(message: ChatMessage): ChatMessage {
    this.#messages = [...this.#messages, Object.freeze(message)].slice(-maximumMessages);
    return message;
  }

  /** A message of one's own did not reach somebody. */
  markUndelivered(id: string, label: string): void {
    this.#messages = this.#messages.map((message) =>
      message.mine && message.id === id && !message.undelivered.includes(label)
        ? Object.freeze({ ...message, undelivered: [...message.undelivered, label] })
        : message,
    );
  }
}
