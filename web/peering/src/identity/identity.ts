import { toBase64Url } from '../base64url.ts';
import { lengthPrefixed } from '../fields.ts';
import { identityOf, keyAlgorithm, signatureAlgorithm } from './signatures.ts';

/** This browser as one person of one room: its signing key, whose private half cannot be read out. */
export class Identity {
  /** Base64url SHA-256 of the public key: what others know the person by. */
  readonly id: string;
  /** The public key: an uncompressed P-256 point, base64url. */
  readonly publicKey: string;
  readonly #subtle: SubtleCrypto;
  readonly #privateKey: CryptoKey;

  private constructor(subtle: SubtleCrypto, privateKey: CryptoKey, publicKey: string, id: string) {
    this.#subtle = subtle;
    this.#privateKey = privateKey;
    this.publicKey = publicKey;
    this.id = id;
  }

  static async of(keys: CryptoKeyPair, subtle: SubtleCrypto): Promise<Identity> {
    const point = new Uint8Array(await subtle.exportKey('raw', keys.publicKey));
    const id = await identityOf(point, subtle);
    return new Identity(subtle, keys.privateKey, toBase64Url(point), id);
  }

  static generateKeys(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
    return subtle.generateKey(keyAlgorithm, false, ['sign', 'verify']);
  }

  /** Signs the fields, each length-prefixed; the first one is the label of what is signed. 64 bytes, base64url. */
  async sign(fields: readonly string[]): Promise<string> {
    const signed = await this.#subtle.sign(
      signatureAlgorithm,
      this.#privateKey,
      lengthPrefixed(fields),
    );
    return toBase64Url(new Uint8Array(signed));
  }
}
