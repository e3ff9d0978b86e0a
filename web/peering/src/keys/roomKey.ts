import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { type Randomness, systemRandomness } from '../randomness.ts';

const encoder = new TextEncoder();
const keyBytes = 16;

/** The 128 random bits after `#` in a room's link. They never leave the browser: the server sees only `proof`. */
export class RoomKey {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #material: Promise<CryptoKey> | undefined;
  #proof: Promise<Uint8Array<ArrayBuffer>> | undefined;

  private constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  static generate(randomness: Randomness = systemRandomness): RoomKey {
    return new RoomKey(randomness.bytes(keyBytes));
  }

  /** Null unless the text is base64url of exactly 16 bytes. */
  static parse(text: string): RoomKey | null {
    const bytes = fromBase64Url(text, keyBytes);
    return bytes && new RoomKey(bytes);
  }

  toString(): string {
    return toBase64Url(this.#bytes);
  }

  /** What `join` presents: HKDF-SHA256 with info `hearth/1 join`, 32 bytes, base64url. */
  async proof(): Promise<string> {
    return toBase64Url(await this.#proofBytes());
  }

  /** What the room is made with: SHA-256 of the proof, base64url. */
  async verifier(): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', await this.#proofBytes());
    return toBase64Url(new Uint8Array(digest));
  }

  /** The HMAC key of every link in this room: HKDF-SHA256, salt = room id, info `hearth/1 link`, 32 bytes. */
  async linkKey(room: string): Promise<CryptoKey> {
    const derived = { ...hkdf('hearth/1 link'), salt: encoder.encode(room) };
    const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
    const usages: KeyUsage[] = ['sign', 'verify'];
    return crypto.subtle.deriveKey(derived, await this.#imported(), hmac, false, usages);
  }

  /** Kept: the lobby's look at the room computes it, and joining must not wait for it again. */
  #proofBytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.#proof ??= this.#imported()
      .then((material) => crypto.subtle.deriveBits(hkdf('hearth/1 join'), material, 256))
      .then((bits) => new Uint8Array(bits));
    return this.#proof;
  }

  #imported(): Promise<CryptoKey> {
    this.#material ??= crypto.subtle.importKey('raw', this.#bytes, 'HKDF', false, [
      'deriveKey',
      'deriveBits',
    ]);
    return this.#material;
  }
}

function hkdf(purpose: string): HkdfParams {
  const salt = new Uint8Array();
  return { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(purpose) };
}
