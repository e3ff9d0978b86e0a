import { parseObject } from '../jsonObject.ts';
import { isFingerprint } from './fingerprint.ts';

export type LinkRole = 'offerer' | 'answerer';
export const envelopeKinds = ['description', 'candidate', 'confirm', 'bye', 'restart'] as const;
export type EnvelopeKind = (typeof envelopeKinds)[number];

/** What travels inside `signal.data` (docs/protocol/links.md). */
export interface Envelope {
  v: 1;
  /** Nonces of 128 bits, base64url; `answerer` is empty while the offerer does not know it. */
  link: { offerer: string; answerer: string };
  role: LinkRole;
  seq: number;
  kind: EnvelopeKind;
  fingerprint: string;
  peerFingerprint: string;
  payload: string;
  mac?: string;
}

const maximumPayloadCharacters = 60_000;
const nonce = /^[\w-]{22}$/;
const isNonce = (text: unknown): text is string => typeof text === 'string' && nonce.test(text);

/** Reads an envelope from anything at all. Null when a field is missing or out of bounds. Never throws. */
export function parseEnvelope(value: unknown): Envelope | null {
  if (typeof value !== 'object' || value === null) return null;
  const { v, link, role, seq, kind, fingerprint, peerFingerprint, payload, mac } =
    value as Partial<Envelope>;
  const isValid =
    v === 1 &&
    typeof link === 'object' &&
    link !== null &&
    isNonce(link.offerer) &&
    (link.answerer === '' || isNonce(link.answerer)) &&
    (role === 'offerer' || role === 'answerer') &&
    Number.isSafeInteger(seq) &&
    envelopeKinds.includes(kind as EnvelopeKind) &&
    isFingerprint(fingerprint) &&
    (peerFingerprint === '' || isFingerprint(peerFingerprint)) &&
    typeof payload === 'string' &&
    payload.length <= maximumPayloadCharacters &&
    (mac === undefined || typeof mac === 'string');
  return isValid ? (value as Envelope) : null;
}

/** Microphone, camera, screen and the data channels: a browser makes something for each one that is named. */
const maximumMediaSections = 4;

/** Reads the payload of a `description`. Null when it is none, or one of more media than a link has. */
export function parseDescription(payload: string): RTCSessionDescriptionInit | null {
  const { type, sdp } = parseObject(payload) ?? {};
  if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return null;
  const sections = sdp.match(/^[ \t]*m=/gm)?.length ?? 0;
  return sections <= maximumMediaSections ? { type, sdp } : null;
}

/** Reads the payload of a `candidate`: `null` at the end of candidates, undefined when it is none. */
export function parseCandidate(payload: string): RTCIceCandidateInit | null | undefined {
  if (payload === 'null') return null;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = parseObject(payload) ?? {};
  if (typeof candidate !== 'string') return undefined;
  return {
    candidate,
    sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
    sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
    usernameFragment: typeof usernameFragment === 'string' ? usernameFragment : null,
  };
}
