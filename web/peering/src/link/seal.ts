import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { lengthPrefixed } from '../fields.ts';
import type { Envelope } from './envelope.ts';

/** Signs and verifies the envelopes of one room. Without a key (a named room) there is nothing to verify. */
export class Seal {
  readonly #room: string;
  readonly #key: Promise<CryptoKey | null>;

  constructor(room: string, key: Promise<CryptoKey | null>) {
    this.#room = room;
    this.#key = key;
  }

  async seal(envelope: Envelope, from: string, to: string): Promise<Envelope> {
    const key = await this.#key;
    if (!key) return envelope;
    const mac = await crypto.subtle.sign('HMAC', key, this.#input(envelope, from, to));
    return { ...envelope, mac: toBase64Url(new Uint8Array(mac)) };
  }

  /** `from` and `to` are what the receiver knows, never what the envelope claims. */
  async isGenuine(envelope: Envelope, from: string, to: string): Promise<boolean> {
    const key = await this.#key;
    if (!key) return true;
    const mac = fromBase64Url(envelope.mac ?? '', 32);
    return !!mac && crypto.subtle.verify('HMAC', key, mac, this.#input(envelope, from, to));
  }

  #input(envelope: Envelope, from: string, to: string): Uint8Array<ArrayBuffer> {
    const { link, role, seq, kind, fingerprint, peerFingerprint, payload } = envelope;
    const addressed = ['hearth/1 signal', this.#room, from, to, link.offerer, link.answerer, role];
    return lengthPrefixed([...addressed, `${seq}`, kind, fingerprint, peerFingerprint, payload]);
  }
}
