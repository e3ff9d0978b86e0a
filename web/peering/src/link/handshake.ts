import { type Envelope, type EnvelopeKind, type LinkRole, parseDescription } from './envelope.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Why an envelope that was properly sealed is still not obeyed. */
export type RefusalReason =
  | 'malformed'
  | 'not-genuine'
  | 'wrong-role'
  | 'wrong-link'
  | 'wrong-fingerprint'
  | 'changed-fingerprint'
  | 'wrong-peer-fingerprint';

/** One link between two certificates: nonces of both sides, and the fingerprints as this side sees them. */
export interface LinkBinding {
  readonly offerer: string;
  readonly answerer: string;
  readonly role: LinkRole;
  readonly own: string;
  readonly peer: string;
}

export type Verdict =
  | { accepted: true; description: RTCSessionDescriptionInit | null }
  | { accepted: false; refused: RefusalReason }
  | { accepted: false; ignored: 'old-sequence' };

/**
 * Who is on the line of one link: nonces, sequence numbers and the pinned fingerprints. Owns no
 * key and no connection; sees only envelopes whose seal was verified.
 */
export class Handshake {
  readonly role: LinkRole;
  readonly offerer: string;
  #answerer: string;
  #sent = 0;
  #received = 0;
  #own = '';
  #peer = '';
  #isConfirmed = false;

  /** The answerer passes the offerer's nonce and its own. */
  constructor(role: LinkRole, offerer: string, answerer = '') {
    this.role = role;
    this.offerer = offerer;
    this.#answerer = answerer;
  }

  /** The other side has shown that it knows our certificate: media and channels may be used. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** Both nonces are known, so envelopes other than descriptions and candidates may be sent. */
  get isAnswered(): boolean {
    return this.#answerer !== '' && this.#peer !== '';
  }

  /** What names this link and both its ends, to be signed; null before both are confirmed. */
  get binding(): LinkBinding | null {
    if (!this.#isConfirmed || !this.isAnswered) return null;
    const { offerer, role } = this;
    return { offerer, answerer: this.#answerer, role, own: this.#own, peer: this.#peer };
  }

  /** Learns one's own fingerprint from a local description. */
  pinOwn(sdp: string): void {
    this.#own ||= fingerprintOf(sdp) ?? '';
  }

  /** Numbers the next envelope; it still needs its seal. */
  address(kind: EnvelopeKind, payload: unknown): Envelope {
    return {
      v: 1,
      link: { offerer: this.offerer, answerer: this.#answerer },
      role: this.role,
      seq: ++this.#sent,
      kind,
      fingerprint: this.#own,
      peerFingerprint: this.#peer,
      payload: JSON.stringify(payload),
    };
  }

  /** Judges an envelope with this link's offerer nonce; only an accepted one changes anything. */
  handleEnvelope(envelope: Envelope): Verdict {
    if (envelope.role === this.role) return refuse('wrong-role');
    if (envelope.seq <= this.#received) return { accepted: false, ignored: 'old-sequence' };
    const isEarly = this.#isEarly(envelope);
    if (!isEarly && !this.#isThisLink(envelope.link.answerer)) return refuse('wrong-link');
    const namesUs = this.#own !== '' && envelope.peerFingerprint === this.#own;
    if (!isEarly && !namesUs) return refuse('wrong-peer-fingerprint');
    if (this.#peer && envelope.fingerprint !== this.#peer) return refuse('changed-fingerprint');
    let description: RTCSessionDescriptionInit | null = null;
    if (envelope.kind === 'description') {
      description = parseDescription(envelope.payload);
      if (!description) return refuse('malformed');
      if (fingerprintOf(description.sdp ?? '') !== envelope.fingerprint)
        return refuse('wrong-fingerprint');
    }
    this.#received = envelope.seq;
    this.#peer = envelope.fingerprint;
    this.#answerer ||= envelope.link.answerer;
    // links.md: the offerer is sure with a sealed answer, the answerer with any sealed word that names it.
    this.#isConfirmed ||= namesUs && (this.role === 'answerer' || description?.type === 'answer');
    return { accepted: true, description };
  }

  /** The first offer and candidates sent before the answer arrived know neither nonce nor certificate of ours. */
  #isEarly({ link, peerFingerprint, kind }: Envelope): boolean {
    return (
      this.role === 'answerer' &&
      !this.#isConfirmed &&
      link.answerer === '' &&
      peerFingerprint === '' &&
      (kind === 'description' || kind === 'candidate')
    );
  }

  #isThisLink(answerer: string): boolean {
    return answerer !== '' && (this.#answerer === '' || answerer === this.#answerer);
  }
}

function refuse(refused: RefusalReason): Verdict {
  return { accepted: false, refused };
}
