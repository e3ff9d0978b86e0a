import type { PeerPort } from './peerPort.ts';

/** More candidates than any device has addresses; the rest of a flood is dropped. */
const maximumWaitingCandidates = 64;

/**
 * Perfect negotiation over one peer connection: descriptions and candidates in, descriptions out.
 * Its methods must be called one after the other, each awaited (the link's queue sees to that).
 */
export class Negotiation {
  readonly #peer: PeerPort;
  readonly #isPolite: boolean;
  readonly #waiting: (RTCIceCandidateInit | null)[] = [];
  #ignoresOffer = false;
  /** Candidates that no longer fit anything: counted, never fatal. */
  droppedCandidates = 0;

  constructor(peer: PeerPort, isPolite: boolean) {
    this.#peer = peer;
    this.#isPolite = isPolite;
  }

  get hasOpenOffer(): boolean {
    return this.#peer.signalingState === 'have-local-offer';
  }

  /** Makes an offer, the first one or one that restarts ICE, and returns it. */
  async offer(iceRestart: boolean): Promise<RTCSessionDescription | null> {
    if (iceRestart) this.#peer.restartIce();
    await this.#peer.setLocalDescription();
    return this.#peer.localDescription;
  }

  /**
   * Takes the other side's description. Returns the answer to send, or null when there is none:
   * after an answer, or when the impolite side ignores a colliding offer.
   */
  async handleDescription(
    description: RTCSessionDescriptionInit,
    beforeAnswer: () => Promise<void> | void,
  ): Promise<RTCSessionDescription | null> {
    const isOffer = description.type === 'offer';
    // An answer that comes twice, or to an offer that was rolled back, has nothing to answer.
    if (!isOffer && !this.hasOpenOffer) return null;
    this.#ignoresOffer = isOffer && !this.#isPolite && this.#peer.signalingState !== 'stable';
    if (this.#ignoresOffer) return null;
    await this.#peer.setRemoteDescription(description);
    for (const candidate of this.#waiting.splice(0)) this.#add(candidate);
    if (!isOffer) return null;
    await beforeAnswer();
    await this.#peer.setLocalDescription();
    return this.#peer.localDescription;
  }

  handleCandidate(candidate: RTCIceCandidateInit | null): void {
    if (this.#peer.remoteDescription) this.#add(candidate);
    else if (this.#waiting.length < maximumWaitingCandidates) this.#waiting.push(candidate);
    else this.droppedCandidates++;
  }

  /** Not awaited: the connection keeps its own order, and resolving a name must not hold up an answer. */
  #add(candidate: RTCIceCandidateInit | null): void {
    this.#peer.addIceCandidate(candidate).catch(() => {
      // Late ones belong to a generation that a restart, or an offer we ignored, has ended.
      if (!this.#ignoresOffer) this.droppedCandidates++;
    });
  }
}
