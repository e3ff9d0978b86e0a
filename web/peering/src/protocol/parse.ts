import { type ServerMessage, serverMessages } from './messages.ts';
import { hasShape } from './shape.ts';

/** Longer texts are not read at all: the server never sends half of this. */
const maximumCharacters = 1 << 20;

/** Reads one message of the server. Null when it is of no known type or not of its type's form. Never throws. */
export function parseServerMessage(text: string): ServerMessage | null {
  if (text.length > maximumCharacters) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(serverMessages, type)) return null;
  const shape = serverMessages[type];
  return shape && hasShape(value, shape) ? (value as ServerMessage) : null;
}
