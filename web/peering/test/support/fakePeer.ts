import type { Clock } from '../../src/clock.ts';
import type { PeerPort } from '../../src/link/peerPort.ts';

type Description = RTCSessionDescriptionInit & { sdp: string };

/** The network under the simulated connections: who can reach whom, and which certificates are real. */
export class FakeNetwork {
  readonly clock: Clock;
  readonly peers: FakePeer[] = [];
  isUp = true;
  /** Whether connections carry sound as well, so that they can fall silent. */
  hasSound = false;
  /** What a hostile end does to what it sends over a channel; null: it says nothing. */
  onFrame: (data: string, from: FakePeer) => string | null = (data) => data;
  /** Addresses that changed, for restarts: a path opened before does not carry any more. */
  #generation = 0;
  #count = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  nextName(): string {
    return `u${++this.#count}`;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Every open path is gone; new candidates work. */
  changePath(): void {
    this.#generation++;
    for (const peer of this.peers) peer.check();
  }

  setUp(isUp: boolean): void {
    this.isUp = isUp;
    for (const peer of this.peers) peer.check();
  }

  find(ufrag: string): FakePeer | undefined {
    return this.peers.find((peer) => peer.localUfrag === ufrag && !peer.isClosed);
  }
}

export function fingerprint(seed: number): string {
  const byte = (index: number) => ((seed * 31 + index * 7) & 255).toString(16).padStart(2, '0');
  return Array.from({ length: 32 }, (_, index) => byte(index))
    .join(':')
    .toUpperCase();
}

class FakeChannel {
  readyState = 'connecting';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  readonly label: string;
  readonly #peer: FakePeer;

  constructor(peer: FakePeer, label: string) {
    this.#peer = peer;
    this.label = label;
  }

  send(data: string): void {
    this.#peer.deliver(this.label, data);
  }

  close(): void {
    this.readyState = 'closed';
  }
}

interface FakeTransceiver {
  direction: string;
  sender: {
    track: unknown;
    encoding: RTCRtpEncodingParameters;
    replaceTrack(track: unknown): Promise<void>;
    setStreams(): void;
  };
  receiver: { track: { kind: string; id: string }; getSynchronizationSources(): unknown[] };
}

/** A simulated RTCPeerConnection: descriptions, ICE, DTLS fingerprints and channels, no media. */
export class FakePeer {
  signalingState: RTCSignalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'new';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ondatachannel: ((event: { channel: FakeChannel }) => void) | null = null;
  onicecandidate: ((event: { candidate: RTCIceCandidateInit | null }) => void) | null = null;
  isClosed = false;
  localUfrag = '';
  readonly channels = new Map<string, FakeChannel>();
  readonly transceivers: FakeTransceiver[] = [];
  configuration: RTCConfiguration;
  readonly network: FakeNetwork;
  readonly fingerprint: string;
  /** Everything that reached the connection, for "verified before". */
  readonly applied: string[] = [];
  offers = 0;
  #current: { local: Description | null; remote: Description | null } = {
    local: null,
    remote: null,
  };
  #wantsRestart = true;
  #remoteCandidates = new Set<string>();
  #openGeneration = -1;
  #openTo: FakePeer | null = null;

  constructor(network: FakeNetwork, certificate: number, configuration: RTCConfiguration = {}) {
    this.network = network;
    this.configuration = configuration;
    this.fingerprint = fingerprint(certificate);
    network.peers.push(this);
  }

  /** The port that product code sees. */
  get port(): PeerPort {
    return this as unknown as PeerPort;
  }

  addTransceiver(trackOrKind: string | { kind: string }, init: { direction: string }): void {
    const kind = typeof trackOrKind === 'string' ? trackOrKind : trackOrKind.kind;
    this.#addTransceiver(
      kind,
      typeof trackOrKind === 'string' ? null : trackOrKind,
      init.direction,
    );
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createDataChannel(label: string): FakeChannel {
    const channel = new FakeChannel(this, label);
    this.channels.set(label, channel);
    return channel;
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(new Map([['pair', { type: 'candidate-pair', bytesReceived: 1000 }]]));
  }

  /** The newest sound, while the path carries it. */
  get #sources(): unknown[] {
    const carries =
      this.network.hasSound &&
      this.connectionState === 'connected' &&
      this.network.isUp &&
      this.#openGeneration === this.network.generation;
    return carries ? [{ timestamp: this.network.clock.now() + 1 }] : [];
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  /** As browsers do it: only the ICE servers may change. */
  setConfiguration(configuration: RTCConfiguration): void {
    const { bundlePolicy, certificates } = this.configuration;
    if (
      configuration.bundlePolicy !== bundlePolicy ||
      configuration.certificates !== certificates
    ) {
      throw new DOMException('the configuration cannot be changed so', 'InvalidModificationError');
    }
    for (const { urls } of configuration.iceServers ?? []) {
      if ([urls].flat().some((url) => !/^(?:stun|turn)s?:/.test(url)))
        throw new DOMException('not the address of an ICE server', 'SyntaxError');
    }
    this.configuration = configuration;
  }

  restartIce(): void {
    this.#wantsRestart = true;
  }

  async setLocalDescription(): Promise<void> {
    this.#assertOpen();
    if (this.signalingState === 'have-remote-offer') this.#answer();
    else this.#offer();
    this.check();
  }

  async setRemoteDescription(description: Description): Promise<void> {
    this.#assertOpen();
    this.applied.push(description.type);
    if (!/a=ice-ufrag:\w+/.test(description.sdp)) throw new Error('unusable description');
    if (description.type === 'offer') {
      if (this.signalingState === 'have-local-offer') this.#rollBack();
      for (const kind of description.sdp
        .match(/^m=(audio|video)/gm)
        ?.slice(this.transceivers.length) ?? [])
        this.#addTransceiver(kind.slice(2), null, 'recvonly');
      this.signalingState = 'have-remote-offer';
    } else {
      if (this.signalingState !== 'have-local-offer') throw new Error('an answer to nothing');
      this.signalingState = 'stable';
    }
    if (ufragOf(description) !== ufragOf(this.remoteDescription)) this.#remoteCandidates.clear();
    this.remoteDescription = description;
    for (const [, name] of description.sdp.matchAll(/a=candidate:\S+ from (\w+)/g))
      this.#remoteCandidates.add(name ?? '');
    if (this.signalingState === 'stable')
      this.#current = { local: this.localDescription, remote: description };
    this.check();
  }

  async addIceCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    this.#assertOpen();
    this.applied.push('candidate');
    if (!this.remoteDescription) throw new Error('a candidate before any description');
    if (!candidate) return;
    if (candidate.usernameFragment !== ufragOf(this.remoteDescription))
      throw new Error('a candidate of another generation');
    this.#remoteCandidates.add(candidate.usernameFragment ?? '');
    this.check();
  }

  close(): void {
    this.isClosed = true;
    this.signalingState = 'closed';
    this.connectionState = 'closed';
    for (const channel of this.channels.values()) channel.close();
    for (const peer of this.network.peers) if (peer !== this) peer.check();
  }

  deliver(label: string, data: string): void {
    const other = this.#openTo;
    const sent = this.network.onFrame(data, this);
    if (sent === null) return;
    this.network.clock.after(2, () => {
      if (this.network.isUp) other?.channels.get(label)?.onmessage?.({ data: sent });
    });
  }

  /** Looks whether a path opened or was lost. */
  check(): void {
    this.network.clock.after(1, () => this.#check());
  }

  #check(): void {
    if (this.isClosed) return;
    const other = this.#reachable();
    if (this.connectionState === 'connected') {
      const isLost =
        !this.network.isUp ||
        this.#openTo?.isClosed ||
        (this.#openGeneration !== this.network.generation && !other);
      if (isLost) this.network.clock.after(5_000, () => this.#lose());
      if (other && other !== this.#openTo) this.#open(other);
      else if (other && this.#openGeneration !== this.network.generation) {
        this.#openGeneration = this.network.generation;
        other.check();
      }
      return;
    }
    if (other) this.#open(other);
    else if (this.remoteDescription && this.connectionState === 'new') this.#setState('connecting');
  }

  /** The other end, when both sides agree on each other and a candidate of this path is known. */
  #reachable(): FakePeer | undefined {
    const remote = ufragOf(this.remoteDescription);
    const other = remote ? this.network.find(remote) : undefined;
    const agrees = other && ufragOf(other.remoteDescription) === this.localUfrag;
    const isSettled = this.signalingState === 'stable' && other?.signalingState === 'stable';
    const knows = this.#remoteCandidates.has(remote) || other?.knows(this.localUfrag);
    const isStale =
      this.#madeIn !== this.network.generation || other?.madeIn !== this.network.generation;
    if (!agrees || !isSettled || !knows || !this.network.isUp || isStale) return undefined;
    return other;
  }

  knows(ufrag: string): boolean {
    return this.#remoteCandidates.has(ufrag);
  }

  #madeIn = 0;
  get madeIn(): number {
    return this.#madeIn;
  }

  #open(other: FakePeer): void {
    const pinned = /a=fingerprint:sha-256 (\S+)/.exec(this.remoteDescription?.sdp ?? '')?.[1];
    const theirs = /a=fingerprint:sha-256 (\S+)/.exec(other.remoteDescription?.sdp ?? '')?.[1];
    if (pinned !== other.fingerprint || theirs !== this.fingerprint) {
      this.#setState('failed');
      return;
    }
    this.#openTo = other;
    this.#openGeneration = this.network.generation;
    this.#setState('connected');
    for (const channel of this.channels.values()) {
      if (channel.readyState !== 'connecting') continue;
      channel.readyState = 'open';
      channel.onopen?.();
    }
    if (other.connectionState !== 'connected') other.check();
  }

  #lose(): void {
    if (this.isClosed || this.connectionState !== 'connected') return;
    const isBack =
      this.network.isUp &&
      !this.#openTo?.isClosed &&
      this.#openGeneration === this.network.generation;
    if (isBack) return;
    this.#setState('disconnected');
    this.network.clock.after(15_000, () => {
      if (this.connectionState === 'disconnected') this.#setState('failed');
    });
  }

  #setState(state: RTCPeerConnectionState): void {
    if (this.connectionState === state || this.isClosed) return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #offer(): void {
    this.offers++;
    if (this.#wantsRestart) this.#gather();
    this.#wantsRestart = false;
    this.localDescription = { type: 'offer', sdp: this.#sdp() };
    this.signalingState = 'have-local-offer';
  }

  #answer(): void {
    const isNewGeneration = ufragOf(this.remoteDescription) !== ufragOf(this.#current.remote);
    if (isNewGeneration || !this.localUfrag) this.#gather();
    this.#wantsRestart = false;
    this.localDescription = { type: 'answer', sdp: this.#sdp() };
    this.signalingState = 'stable';
    this.#current = { local: this.localDescription, remote: this.remoteDescription };
  }

  #rollBack(): void {
    this.localDescription = this.#current.local;
    this.localUfrag = ufragOf(this.localDescription);
    this.signalingState = 'stable';
  }

  #gather(): void {
    const ufrag = this.network.nextName();
    this.localUfrag = ufrag;
    this.#madeIn = this.network.generation;
    this.network.clock.after(1, () => {
      if (this.isClosed || this.localUfrag !== ufrag) return;
      const candidate = `candidate:1 from ${ufrag} typ host`;
      this.onicecandidate?.({ candidate: { candidate, sdpMid: '0', usernameFragment: ufrag } });
      if (this.localDescription) this.localDescription.sdp += `a=${candidate}\r\n`;
      this.onicecandidate?.({ candidate: null });
    });
  }

  #sdp(): string {
    const media = this.transceivers
      .map(({ receiver }) => `m=${receiver.track.kind} 9\r\n`)
      .join('');
    return `v=0\r\na=fingerprint:sha-256 ${this.fingerprint}\r\na=ice-ufrag:${this.localUfrag}\r\n${media}`;
  }

  #addTransceiver(kind: string, track: unknown, direction: string): void {
    const sender = {
      track,
      async replaceTrack(next: unknown) {
        sender.track = next;
      },
      setStreams() {},
      encoding: {} as RTCRtpEncodingParameters,
      getParameters: () => ({ encodings: [{ ...sender.encoding }] }),
      async setParameters({ encodings: [first] }: { encodings: RTCRtpEncodingParameters[] }) {
        sender.encoding = { ...first };
      },
    };
    const receiver = {
      track: { kind, id: `${this.network.nextName()}-${kind}` },
      getSynchronizationSources: () => this.#sources,
    };
    this.transceivers.push({ direction, sender, receiver });
  }

  #assertOpen(): void {
    if (this.isClosed) throw new DOMException('closed', 'InvalidStateError');
  }
}

function ufragOf(description: Description | null): string {
  return /a=ice-ufrag:(\w+)/.exec(description?.sdp ?? '')?.[1] ?? '';
}
