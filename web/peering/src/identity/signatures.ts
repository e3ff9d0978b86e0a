import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { lengthPrefixed } from '../fields.ts';

/** P-256 is the curve that browsers and .NET both have. */
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
export const signatureAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const publicKeyBytes = 65;
const signatureBytes = 64;
/** More people than a room and its history have; older ones are read again. */
const maximumKeys = 256;

interface KnownKey {
  identity: string;
  key: CryptoKey;
}

/** Who somebody is: base64url SHA-256 of the public key. */
export async function identityOf(
  publicKey: Uint8Array<ArrayBuffer>,
  subtle: SubtleCrypto,
): Promise<string> {
  return toBase64Url(new Uint8Array(await subtle.digest('SHA-256', publicKey)));
}

/** Verifies what people signed. Keeps the keys it has read, the latest ones. */
export class Signatures {
  readonly #subtle: SubtleCrypto | undefined;
  readonly #keys = new Map<string, Promise<KnownKey | null>>();

  /** Without `subtle` (an insecure page) nothing is genuine. */
  constructor(subtle: SubtleCrypto | undefined) {
    this.#subtle = subtle;
  }

  /** The identity of the signer, or null when the key is none or did not sign these fields. Never rejects. */
  async signer(
    publicKey: unknown,
    signature: unknown,
    fields: (identity: string) => readonly string[],
  ): Promise<string | null> {
    if (typeof publicKey !== 'string' || typeof signature !== 'string' || !this.#subtle)
      return null;
    const bytes = fromBase64Url(signature, signatureBytes);
    const known = bytes && (await this.#known(publicKey, this.#subtle));
    if (!bytes || !known) return null;
    const signed = lengthPrefixed(fields(known.identity));
    const isGenuine = await this.#subtle.verify(signatureAlgorithm, known.key, bytes, signed);
    return isGenuine ? known.identity : null;
  }

  #known(publicKey: string, subtle: SubtleCrypto): Promise<KnownKey | null> {
    const known = this.#keys.get(publicKey);
    if (known) return known;
    const point = fromBase64Url(publicKey, publicKeyBytes);
    if (!point) return Promise.resolve(null);
    // A point that is not on the curve is no key.
    const read = readKey(point, subtle).catch(() => null);
    this.#keys.set(publicKey, read);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > maximumKeys && oldest) this.#keys.delete(oldest);
    return read;
  }
}

async function readKey(point: Uint8Array<ArrayBuffer>, subtle: SubtleCrypto): Promise<KnownKey> {
  const [key, identity] = await Promise.all([
    subtle.importKey('raw', point, keyAlgorithm, false, ['verify']),
    identityOf(point, subtle),
  ]);
  return { key, identity };
}
