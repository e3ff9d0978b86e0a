import { RoomKey } from './keys/roomKey.ts';
import { RequestError } from './requestError.ts';

/** A room as `POST /api/rooms` made it. `url` ends in `#key`; the owner token stays with its maker. */
export interface CreatedRoom {
  id: string;
  url: string;
  ownerToken: string;
}

/** What may be known about a room from outside. `members` are names, null when the request may not see them. */
export interface RoomLook {
  id: string;
  exists: boolean;
  kind: 'keyed' | 'named';
  /** How many are inside; 0 while the room is locked. */
  count: number;
  /** Whoever comes has to knock. */
  locked: boolean;
  members: string[] | null;
}

interface RequestOptions {
  origin?: string;
  signal?: AbortSignal;
}

/** Makes a keyed room. Rejects with RequestError (`too-many-rooms`, `unreachable`, ...). */
export async function createRoom(options: RequestOptions & { key: RoomKey }): Promise<CreatedRoom> {
  const origin = options.origin ?? location.origin;
  const body = JSON.stringify({ verifier: await options.key.verifier() });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await request(`${origin}/api/rooms`, options, { method: 'POST', headers, body });
  const { id, ownerToken } = answer;
  if (typeof id !== 'string' || !isRoomId(id)) throw misunderstood();
  // Not the address in the answer: whoever serves the page of a link can read the key in it.
  const link = new URL(`/r/${id}`, origin);
  link.hash = options.key.toString();
  return { id, url: link.href, ownerToken: typeof ownerToken === 'string' ? ownerToken : '' };
}

/** Looks at a room without entering it. Rejects with RequestError (`invalid-room`, `rate-limited`, ...). */
export async function lookAtRoom(
  options: RequestOptions & { room: string; key: RoomKey | null },
): Promise<RoomLook> {
  const url = `${options.origin ?? location.origin}/api/rooms/${encodeURIComponent(options.room)}`;
  const headers: Record<string, string> = {};
  if (options.key) headers['Hearth-Proof'] = await options.key.proof();
  const { id, exists, kind, count, locked, members } = await request(url, options, { headers });
  if (typeof id !== 'string' || typeof count !== 'number') throw misunderstood();
  const names = Array.isArray(members) ? members.filter((name) => typeof name === 'string') : null;
  return {
    id,
    exists: exists === true,
    kind: kind === 'keyed' ? 'keyed' : 'named',
    count,
    locked: locked === true,
    members: names,
  };
}

/** Reads a link, a path or a typed name. Null when no room is in it, or when it leads to another origin. */
export function parseRoomLink(
  text: string,
  origin: string,
): { room: string; key: RoomKey | null } | null {
  const trimmed = text.trim();
  const looksLikeLink = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) || trimmed.startsWith('/');
  const hostless = looksLikeLink || !/^[^\s/#]+\/r\//.test(trimmed);
  const own = new URL(origin);
  const url = parseUrl(hostless ? trimmed : `${own.protocol}//${trimmed}`, origin);
  const path = url && /^\/r\/([^/]+)\/?$/.exec(url.pathname);
  if (looksLikeLink || !hostless || path) {
    if (!url || !path || url.host !== own.host) return null;
    const room = decode(path[1] ?? '');
    return isRoomId(room) ? { room, key: RoomKey.parse(url.hash.slice(1)) } : null;
  }
  const room = slug(trimmed);
  return room ? { room, key: null } : null;
}

function parseUrl(text: string, base: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** 1-64 lower-case letters, digits, `-` and `_`, beginning and ending with a letter or digit. */
function isRoomId(text: string): boolean {
  return /^[a-z\d](?:[a-z\d_-]{0,62}[a-z\d])?$/.test(text);
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z\d_]+/g, '-')
    .slice(0, 64)
    .replace(/^[-_]+|[-_]+$/g, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return '';
  }
}

async function request(
  url: string,
  { signal }: RequestOptions,
  init: RequestInit,
): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, cache: 'no-store', ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError('unreachable', 'Hearth could not be reached. Check the connection.');
  }
  const answer: unknown = await response.json().catch(() => null);
  const fields = typeof answer === 'object' && answer ? (answer as Record<string, unknown>) : {};
  if (response.ok) return fields;
  const { code, message } = fields;
  throw new RequestError(
    typeof code === 'string' ? code : `http-${response.status}`,
    typeof message === 'string' ? message : 'Hearth could not answer.',
  );
}

function misunderstood(): RequestError {
  return new RequestError('invalid-answer', 'Hearth gave an answer this page does not understand.');
}
