/** A message as it travels, from its author or from somebody who has it (docs/protocol/links.md). */
export interface SignedMessage {
  readonly id: string;
  /** The author's public key. */
  readonly key: string;
  /** What the author was called then. */
  readonly name: string;
  readonly sentAt: string;
  readonly text: string;
  readonly signature: string;
}

const maximumCharacters = 4_000;
/** A text of control characters is several times longer as JSON; with its signature it must fit into one frame. */
const maximumJsonLength = 14_000;
const maximumNameLength = 256;
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** Whether this can be the text of a message: 1 to 4000 characters. */
export function isMessageText(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const { length } = [...text.slice(0, 2 * maximumCharacters + 1)];
  const isReadable = length >= 1 && length <= maximumCharacters;
  return isReadable && JSON.stringify(text).length <= maximumJsonLength;
}

/** Reads a message from anything at all; its signature is still to be verified. Null when it is none. Never throws. */
export function readSignedMessage(value: unknown): SignedMessage | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, key, name, sentAt, text, signature } = value as Partial<SignedMessage>;
  const isValid =
    typeof id === 'string' &&
    id.length >= 1 &&
    id.length <= 64 &&
    typeof key === 'string' &&
    typeof name === 'string' &&
    name.length <= maximumNameLength &&
    typeof sentAt === 'string' &&
    isoDate.test(sentAt) &&
    !Number.isNaN(Date.parse(sentAt)) &&
    isMessageText(text) &&
    typeof signature === 'string';
  return isValid ? { id, key, name, sentAt, text, signature } : null;
}

/** What the author of a message signs. */
export function messageFields(
  room: string,
  author: string,
  { id, sentAt, name, text }: Omit<SignedMessage, 'key' | 'signature'>,
): string[] {
  return ['hearth/1 chat', room, author, id, sentAt, name, text];
}
