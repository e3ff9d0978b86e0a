import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { lengthPrefixed } from '../fields.ts';

/** Easily named and easily told apart, each drawn in colour by itself. Their order is part of the protocol. */
export const safetyEmoji: readonly string[] = [
  ...'🐶🐱🐭🐰🦊🐼🐷🐸🐵🐔🐧🦉🐝🦋🐌🐢🐍🐙🐟🐘🦒🐴🐮🦁',
  ...'🌵🌻🍄🍀🍎🍌🍇🍓🍋🍒🍍🥕🌽🍞🧀🍕',
  ...'🌙⭐🌈🔥🎂🎈🎁🎸🎺🥁🚗🚲🚀⛵🚂🏠🔑🔔🔨📞📚☔⚓👑',
];
const codeLength = 7;
export const nonceBytes = 32;
const hashBytes = 32;

/** One side of a comparison, as either side sees it. */
export interface Party {
  readonly member: string;
  readonly identity: string;
  readonly fingerprint: string;
}

/** What both sides compare: one link of one room, and who is at its ends. */
export interface Comparison {
  readonly room: string;
  /** Made by whoever began. */
  readonly round: string;
  /** The link's nonces. */
  readonly link: readonly [offerer: string, answerer: string];
  readonly offerer: Party;
  readonly answerer: Party;
}

export type Side = 'offerer' | 'answerer';

/** SHA-256 of a nonce and of what it is for: says nothing about the nonce, and fits no other one. */
export async function commitment(
  comparison: Comparison,
  side: Side,
  nonce: string,
  subtle: SubtleCrypto,
): Promise<string> {
  const fields = ['hearth/1 safety commitment', side, nonce, ...described(comparison)];
  return toBase64Url(new Uint8Array(await subtle.digest('SHA-256', lengthPrefixed(fields))));
}

/** Seven emoji, 42 bits, from both nonces: HKDF-SHA256, salt = room id, info = who and which link. */
export async function safetyCode(
  comparison: Comparison,
  nonces: Record<Side, string>,
  subtle: SubtleCrypto,
): Promise<readonly string[]> {
  const secret = lengthPrefixed([nonces.offerer, nonces.answerer]);
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const salt = new TextEncoder().encode(comparison.room);
  const info = lengthPrefixed(['hearth/1 safety code', ...described(comparison)]);
  const bits = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    material,
    codeLength * 8,
  );
  return Array.from(new Uint8Array(bits), (byte) => safetyEmoji[byte % safetyEmoji.length] ?? '');
}

export function isNonce(text: unknown): text is string {
  return typeof text === 'string' && fromBase64Url(text, nonceBytes) !== null;
}

export function isCommitment(text: unknown): text is string {
  return typeof text === 'string' && fromBase64Url(text, hashBytes) !== null;
}

function described({ room, round, link, offerer, answerer }: Comparison): string[] {
  const parties = [offerer, answerer].flatMap(({ member, identity, fingerprint }) => [
    member,
    identity,
    fingerprint,
  ]);
  return [room, round, ...link, ...parties];
}
