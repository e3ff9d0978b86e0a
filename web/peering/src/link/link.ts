import { Channels } from '../channels/channels.ts';
import type { ControlFrame } from '../channels/controlFrame.ts';
import type { LocalTracks } from '../room/snapshots.ts';
import type { EnvelopeKind } from './envelope.ts';
import { addTransceivers, mediaKinds, type PreparedPeer, trackKinds } from './firstOffer.ts';
import type { Handshake } from './handshake.ts';
import { Negotiation } from './negotiation.ts';
import { type PeerPort, useIceServers } from './peerPort.ts';

export interface LinkHandlers {
  /** An envelope to address, seal and send; called in the order in which they must go out. */
  post(kind: EnvelopeKind, payload: unknown): void;
  /** The state of the connection, or what is known about its way, changed. */
  changed(): void;
  frame(frame: ControlFrame): void;
  writable(): void;
  count(what: string): void;
}

export interface LinkOptions {
  prepared: PreparedPeer;
  handshake: Handshake;
  isPolite: boolean;
  tracks: LocalTracks;
  stream: MediaStream;
  /** Sends no picture before `releaseVideo`, and so starts no encoder. */
  holdsVideo: boolean;
}

/** One RTCPeerConnection with its handshake, channels and tracks. Its async methods run one after the other. */
export class Link {
  readonly handshake: Handshake;
  /** Kinds of local candidates seen (`host`, `srflx`, `relay`): they explain why no way was found. */
  readonly candidateKinds = new Set<string>();
  readonly #peer: PeerPort;
  readonly #stream: MediaStream;
  readonly #negotiation: Negotiation;
  readonly #channels: Channels;
  #offered: Promise<void> | null;
  readonly #handlers: LinkHandlers;
  /** Settles when the connection is closed: what a browser was doing then, it never finishes. */
  readonly #closed: Promise<null>;
  #handleClosed: () => void = () => {};
  #tracks: LocalTracks;
  #holdsVideo: boolean;
  #isClosed = false;

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    const { prepared, handshake, isPolite, tracks, stream, holdsVideo } = options;
    const { peer, channels, offered } = prepared;
    this.handshake = handshake;
    this.#peer = peer;
    this.#stream = stream;
    this.#tracks = tracks;
    this.#holdsVideo = holdsVideo;
    this.#handlers = handlers;
    this.#closed = new Promise((resolve) => {
      this.#handleClosed = () => resolve(null);
    });
    this.#negotiation = new Negotiation(peer, isPolite);
    this.#offered = offered;
    this.#channels = new Channels(peer, channels, {
      frame: (frame) => handlers.frame(frame),
      writable: () => handlers.writable(),
      unread: () => handlers.count('frame-unread'),
      refusedChannel: () => handlers.count('channel-refused'),
    });
    peer.onconnectionstatechange = () => handlers.changed();
    peer.onicecandidate = ({ candidate }) => this.#handleLocalCandidate(candidate);
    if (offered) void this.setTracks(tracks);
    else if (handshake.role === 'offerer') addTransceivers(peer, this.#sent, stream);
  }

  /** `connected` only when both directions are confirmed as well. */
  get state(): RTCPeerConnectionState {
    if (this.#isClosed) return 'closed';
    const state = this.#peer.connectionState;
    return state === 'connected' && !this.handshake.isConfirmed ? 'connecting' : state;
  }

  get hasOpenOffer(): boolean {
    return !this.#isClosed && this.#negotiation.hasOpenOffer;
  }

  /** Received tracks in the fixed order; empty until both directions are confirmed. */
  get receivers(): RTCRtpReceiver[] {
    if (this.#isClosed || !this.handshake.isConfirmed) return [];
    return this.#peer.getTransceivers().map((transceiver) => transceiver.receiver);
  }

  get senders(): RTCRtpSender[] {
    if (this.#isClosed) return [];
    return this.#peer.getTransceivers().map((transceiver) => transceiver.sender);
  }

  get holdsVideo(): boolean {
    return this.#holdsVideo;
  }

  async releaseVideo(): Promise<void> {
    this.#holdsVideo = false;
    await this.setTracks(this.#tracks);
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  async offer(iceRestart: boolean, iceServers?: RTCIceServer[]): Promise<void> {
    if (this.#isClosed) return;
    if (iceServers) useIceServers(this.#peer, iceServers);
    const offer = this.#prepared() ?? this.#negotiation.offer(iceRestart);
    this.#postDescription(await Promise.race([offer, this.#closed]));
  }

  /** The offer that is still unanswered, once more, with the candidates found since. */
  offerAgain(): void {
    if (this.hasOpenOffer) this.#postDescription(this.#peer.localDescription);
  }

  async handleDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const answer = this.#negotiation.handleDescription(description, () => this.#adopt());
    this.#postDescription(await Promise.race([answer, this.#closed]));
  }

  handleCandidate(candidate: RTCIceCandidateInit | null): void {
    this.#negotiation.handleCandidate(candidate);
  }

  /** Both directions are confirmed: channels may be used. */
  confirm(): void {
    this.#channels.confirm();
  }

  send(frame: ControlFrame): boolean {
    return !this.#isClosed && this.#channels.send(frame);
  }

  /** Puts other tracks into the transceivers; no renegotiation. */
  async setTracks(tracks: LocalTracks): Promise<void> {
    this.#tracks = tracks;
    const replaced = this.senders.map((sender, index) => this.#replace(sender, index));
    await Promise.all(replaced);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#negotiation.droppedCandidates) this.#handlers.count('candidate-dropped');
    const peer = this.#peer;
    peer.onconnectionstatechange = peer.onicecandidate = null;
    peer.close();
    this.#handleClosed();
  }

  /** The offer that was made before the link was, once. */
  #prepared(): Promise<RTCSessionDescription | null> | null {
    const offered = this.#offered;
    this.#offered = null;
    return offered?.then(() => this.#peer.localDescription) ?? null;
  }

  get #sent(): LocalTracks {
    const { microphone } = this.#tracks;
    return this.#holdsVideo ? { microphone, camera: null, screen: null } : this.#tracks;
  }

  /** Takes up the transceivers that the offer made; a link has exactly our three. */
  #adopt(): void {
    const transceivers = this.#peer.getTransceivers();
    const kinds = transceivers.map(({ receiver }) => receiver.track.kind);
    if (kinds.join() !== mediaKinds.join()) throw new TypeError('unexpected media in an offer');
    for (const [index, transceiver] of transceivers.entries()) {
      if (transceiver.direction === 'sendrecv') continue;
      transceiver.direction = 'sendrecv';
      if (index < 2) transceiver.sender.setStreams?.(this.#stream);
      this.#replace(transceiver.sender, index);
    }
  }

  async #replace(sender: RTCRtpSender, index: number): Promise<void> {
    const kind = trackKinds[index];
    const track = kind ? this.#sent[kind] : null;
    if (sender.track === track) return;
    // A connection that was closed meanwhile, or a track that ended: the next track is a new chance.
    await sender.replaceTrack(track).catch(() => this.#handlers.count('track-not-replaced'));
  }

  #postDescription(description: RTCSessionDescription | null): void {
    if (!description || this.#isClosed) return;
    const { type, sdp } = description;
    this.handshake.pinOwn(sdp);
    for (const [, kind] of sdp.matchAll(/^a=candidate:.* typ (\w+)/gm)) this.#noteCandidate(kind);
    this.#handlers.post('description', { type, sdp });
  }

  #handleLocalCandidate(candidate: RTCIceCandidate | null): void {
    this.#noteCandidate(/ typ (\w+)/.exec(candidate?.candidate ?? '')?.[1]);
    // The empty candidate ends one generation; `null` tells the same and is what the protocol has.
    if (candidate?.candidate !== '') this.#handlers.post('candidate', candidate);
  }

  #noteCandidate(kind: string | undefined): void {
    if (kind) this.candidateKinds.add(kind);
  }
}
