import { parseObject } from '../jsonObject.ts';
import { type ServerMessage, serverMessages } from './messages.ts';
import { hasShape } from './shape.ts';

/** Longer texts are not read at all: the server never sends half of this. */
const maximumCharacters = 1 << 20;

/** A message of a type or form this client does not know. Its number still counts. */
export interface UnreadMessage {
  type: 'unread';
  seq?: number;
}

/** Reads one message of the server; what is not of a known type and its form comes out as `unread`. Never throws. */
export function parseServerMessage(text: string): ServerMessage | UnreadMessage {
  const value = text.length > maximumCharacters ? null : parseObject(text);
  const type = value?.type;
  const shape =
    typeof type === 'string' && Object.hasOwn(serverMessages, type) ? serverMessages[type] : null;
  if (shape && hasShape(value, shape)) return value as unknown as ServerMessage;
  const seq = value?.seq;
  return { type: 'unread', ...(Number.isSafeInteger(seq) && { seq: Number(seq) }) };
}
