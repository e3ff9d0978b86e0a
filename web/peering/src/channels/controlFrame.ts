import { parseObject } from '../jsonObject.ts';

/** One frame of the control channel (docs/protocol/links.md). */
export interface ControlFrame {
  v: 1;
  topic: string;
  id: string;
  payload: Record<string, unknown>;
}

export const maximumFrameBytes = 16 * 1024;

/** Reads a frame from anything a data channel delivers. Null when it is none. Never throws. */
export function parseControlFrame(data: unknown): ControlFrame | null {
  if (typeof data !== 'string' || data.length > maximumFrameBytes) return null;
  const { v, topic, id, payload } = parseObject(data) ?? {};
  const isValid =
    v === 1 &&
    typeof topic === 'string' &&
    topic.length <= 64 &&
    typeof id === 'string' &&
    id.length <= 64 &&
    typeof payload === 'object' &&
    payload !== null;
  return isValid ? { v, topic, id, payload: payload as Record<string, unknown> } : null;
}
