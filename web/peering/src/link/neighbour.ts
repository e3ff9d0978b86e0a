import { toBase64Url } from '../base64url.ts';
import type { ControlFrame } from '../channels/controlFrame.ts';
import type { Clock } from '../clock.ts';
import { parseObject } from '../jsonObject.ts';
import type { Randomness } from '../randomness.ts';
import type { LinkProblem, LinkState, LocalTracks } from '../room/snapshots.ts';
import {
  type Envelope,
  type LinkRole,
  parseCandidate,
  parseDescription,
  parseEnvelope,
} from './envelope.ts';
import type { PreparedPeer } from './firstOffer.ts';
import { Handshake, type RefusalReason } from './handshake.ts';
import { Link } from './link.ts';
import * as problems from './problems.ts';
import { Recovery } from './recovery.ts';
import type { Seal } from './seal.ts';
import { Silence } from './silence.ts';

/** What all neighbours of one room share. */
export interface NeighbourContext {
  readonly self: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly seal: Seal;
  /** Hands an envelope to the server; false when it could not be taken. */
  send(to: string, envelope: Envelope): boolean;
  createPeer(role: LinkRole): PreparedPeer;
  createStream(): MediaStream;
  iceServers(): RTCIceServer[];
  /** Whether messages reach the server now: without it a restart would only pile up offers. */
  isSignaling(): boolean;
  /** The network may have changed: find out whether messages still reach the server. */
  doubtSignaling(): void;
  tracks(): LocalTracks;
  /** Whether a new link waits with its pictures until they are asked for. */
  holdsVideo(): boolean;
  count(what: string): void;
}

export interface NeighbourHandlers {
  changed(): void;
  frame(frame: ControlFrame): void;
  /** A frame that will never arrive. */
  undelivered(frame: ControlFrame): void;
}

/** An offer that is not answered within this time is made again. */
const connectWithinMs = 6_000;
/** Whoever was there first leaves the first offer to the newcomer, but not for ever. */
const offerExpectedWithinMs = 4_000;
/** Browsers wait for 5 s before they say so; a restart does not disturb a path that heals by itself. */
const disconnectedForMs = 250;
/** A neighbour that said goodbye is usually gone from the room a moment later. */
const goodbyeSettlesWithinMs = 5_000;
/** So many attempts without a connection, and the tile says that there is none. */
const attemptsBeforeGivingUp = { never: 3, once: 5 };
/** ICE restarts come first; so many attempts later, everything is made anew. */
const attemptsBeforeRedial = { never: 3, once: 6 };
const maximumQueuedSignals = 256;
const maximumQueuedFrames = 64;
const maximumEndedLinks = 128;

/**
 * A member to whom the topology gives a link: opens links, judges what arrives, repairs and
 * replaces them. Everything that arrives is processed strictly in order.
 */
export class Neighbour {
  readonly id: string;
  readonly #context: NeighbourContext;
  readonly #handlers: NeighbourHandlers;
  readonly #recovery: Recovery;
  readonly #silence: Silence;
  /** Offerer nonces of links that are over: what belongs to them is a replay. */
  readonly #ended = new Set<string>();
  readonly #frames: ControlFrame[] = [];
  /** Goes out before all others, on its own link only. */
  #first: { link: Link; frame: ControlFrame } | null = null;
  #link: Link | null = null;
  #problem: LinkProblem | null = null;
  #stop: 'refused' | 'goodbye' | null = null;
  #wasConnected = false;
  #isClosed = false;
  #incoming = Promise.resolve();
  #queuedSignals = 0;
  #outgoing = Promise.resolve();

  constructor(id: string, context: NeighbourContext, handlers: NeighbourHandlers) {
    this.id = id;
    this.#context = context;
    this.#handlers = handlers;
    this.#recovery = new Recovery(context.clock, context.randomness, (n) => this.#recover(n));
    this.#silence = new Silence(context.clock, () => this.#handleSilence());
  }

  get state(): LinkState {
    if (this.#stop === 'refused') return 'refused';
    if (this.isConnected) return 'connected';
    if (this.#stop ? this.#problem : this.#hasGivenUp) return 'failed';
    return this.#wasConnected ? 'reconnecting' : 'connecting';
  }

  get isConnected(): boolean {
    return this.#link?.state === 'connected' && !this.#silence.isSilent;
  }

  get problem(): LinkProblem | null {
    return this.state === 'failed' || this.state === 'refused' ? this.#problem : null;
  }

  get link(): Link | null {
    return this.#link;
  }

  /** We came later: the first offer is ours. */
  begin(): void {
    this.#beginLink();
  }

  /** They came later: their offer is on its way. */
  expect(): void {
    this.#recovery.within(offerExpectedWithinMs);
  }

  /** Takes `signal.data` from this member. Anything may be in it. */
  handleSignal(data: unknown): void {
    if (this.#queuedSignals >= maximumQueuedSignals) {
      this.#context.count('signal-overflow');
      return;
    }
    this.#queuedSignals++;
    this.#enqueue(async () => {
      this.#queuedSignals--;
      if (!this.#isClosed) await this.#process(data);
    });
  }

  /** A signal of ours did not reach the member. It is made anew when the member is announced, or in time. */
  handleUndelivered(): void {
    if (!this.isConnected && !this.#stop) this.#recovery.within(connectWithinMs);
  }

  /** Signals pass again after a gap; `fresh`: what was on its way may be lost. A working link is left alone. */
  handleSignalsPass(fresh: boolean): void {
    if (this.#stop) return;
    if (!this.#link) this.#recovery.within(offerExpectedWithinMs);
    else if (this.#link.hasOpenOffer && fresh) this.#link.offerAgain();
    else if (!this.isConnected && this.#wasConnected) this.#recovery.within(0);
    else if (!this.isConnected) this.#recovery.within(fresh ? 1_000 : connectWithinMs);
  }

  /** The network under us changed: a broken link is repaired at once. */
  handleNetworkChange(): void {
    if (!this.isConnected && !this.#stop) this.#recovery.within(0);
  }

  /** A person asked to try again. */
  retry(): void {
    if (this.isConnected || this.#isClosed) return;
    this.#stop = this.#problem = null;
    this.#wasConnected = false;
    this.#recovery.rest();
    this.#beginLink();
    this.#handlers.changed();
  }

  setTracks(tracks: LocalTracks): Promise<void> {
    return this.#link?.setTracks(tracks) ?? Promise.resolve();
  }

  /** Sends now, or as soon as the link is there. False when it will not arrive. */
  send(frame: ControlFrame): boolean {
    const isHopeless = this.#isClosed || this.#stop || this.state === 'failed';
    if (isHopeless || this.#frames.length >= maximumQueuedFrames) return false;
    this.#frames.push(frame);
    this.#pump();
    return true;
  }

  /** Sends a frame that belongs to one link, before all that wait; lost with it. */
  sendFirst(link: Link, frame: ControlFrame): void {
    this.#first = { link, frame };
    this.#pump();
  }

  /** Tells the member that this link is over, on the way that is quickest. */
  sayGoodbye(id: string): void {
    this.#link?.send({ v: 1, topic: 'bye', id, payload: {} });
  }

  /** The member said goodbye on the control channel. */
  handleGoodbye(): void {
    this.#end('goodbye', null);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#recovery.pause();
    this.#dropLink();
    this.#dropFrames();
  }

  async #process(data: unknown): Promise<void> {
    const envelope = parseEnvelope(data);
    if (!envelope) return this.#refuse('malformed');
    const { self, seal, count } = this.#context;
    const isGenuine = await seal.isGenuine(envelope, this.id, self);
    if (this.#isClosed) return;
    if (!isGenuine) {
      this.#remember(envelope.link.offerer);
      return this.#refuse('not-genuine');
    }
    if (this.#ended.has(envelope.link.offerer)) return count('signal-of-ended-link');
    if (envelope.link.offerer !== this.#link?.handshake.offerer && !this.#takesUp(envelope)) return;
    const link = this.#link;
    if (!link) return;
    const verdict = link.handshake.handleEnvelope(envelope);
    if (!verdict.accepted) {
      if ('refused' in verdict) this.#refuse(verdict.refused);
      else count(`signal-${verdict.ignored}`);
      return;
    }
    await this.#obey(link, envelope, verdict.description);
  }

  /** Whether the envelope begins a new link, which then is the current one. */
  #takesUp(envelope: Envelope): boolean {
    const { kind, role, link, payload } = envelope;
    const begins =
      kind === 'description' &&
      role === 'offerer' &&
      link.answerer === '' &&
      parseDescription(payload)?.type === 'offer';
    const collides = this.#link?.handshake.role === 'offerer' && !this.#link.handshake.isAnswered;
    // Two first offers met: the polite side takes the other one, the impolite side waits for its answer.
    if (!begins || (collides && !this.#isPolite)) {
      this.#context.count(begins ? 'offer-collision' : 'signal-of-unknown-link');
      return false;
    }
    this.#makeLink(new Handshake('answerer', link.offerer, this.#nonce()));
    return true;
  }

  async #obey(
    link: Link,
    envelope: Envelope,
    description: RTCSessionDescriptionInit | null,
  ): Promise<void> {
    switch (envelope.kind) {
      case 'description':
        if (description?.type === 'answer') this.#confirm(link);
        if (description) await link.handleDescription(description);
        break;
      case 'candidate': {
        const candidate = parseCandidate(envelope.payload);
        if (candidate === undefined) return this.#refuse('malformed');
        link.handleCandidate(candidate);
        break;
      }
      case 'restart':
        if (!link.hasOpenOffer) await link.offer(true, this.#context.iceServers());
        break;
      case 'bye':
        if (parseObject(envelope.payload)?.reason === 'refused')
          this.#end('refused', problems.refusedByPeerProblem());
        else this.#end('goodbye', null);
        return;
      case 'confirm':
        break;
    }
    this.#noticeConfirmation(link);
  }

  /** The offerer's word that it knows the answerer: sent at once on the answer. */
  #confirm(link: Link): void {
    this.#post(link, 'confirm', {});
  }

  #noticeConfirmation(link: Link): void {
    if (!link.handshake.isConfirmed || link !== this.#link) return;
    link.confirm();
    this.#handleLinkChange(link);
  }

  /** Closes this link for good; only this one. */
  #refuse(reason: RefusalReason): void {
    this.#context.count(`refused-${reason}`);
    if (this.#link?.handshake.isAnswered) this.#post(this.#link, 'bye', { reason: 'refused' });
    this.#end('refused', problems.refusedProblem(reason));
  }

  #end(stop: 'refused' | 'goodbye', problem: LinkProblem | null): void {
    this.#stop = stop;
    this.#problem = problem;
    this.#recovery.rest();
    this.#dropLink();
    this.#dropFrames();
    if (stop === 'goodbye') this.#recovery.within(goodbyeSettlesWithinMs);
    this.#handlers.changed();
  }

  get #history(): 'once' | 'never' {
    return this.#wasConnected ? 'once' : 'never';
  }

  get #hasGivenUp(): boolean {
    return this.#recovery.attempts >= attemptsBeforeGivingUp[this.#history];
  }

  get #isPolite(): boolean {
    return this.#context.self < this.id;
  }

  #nonce(): string {
    return toBase64Url(this.#context.randomness.bytes(16));
  }

  #beginLink(): void {
    this.#enqueue(async () => {
      if (this.#isClosed) return;
      await this.#makeLink(new Handshake('offerer', this.#nonce())).offer(false);
    });
  }

  #makeLink(handshake: Handshake): Link {
    this.#dropLink();
    this.#stop = null;
    const { createPeer, createStream, tracks, holdsVideo, count } = this.#context;
    const options = {
      prepared: createPeer(handshake.role),
      handshake,
      isPolite: this.#isPolite,
      tracks: tracks(),
      stream: createStream(),
      holdsVideo: holdsVideo(),
    };
    const link: Link = new Link(options, {
      post: (kind, payload) => this.#post(link, kind, payload),
      changed: () => this.#handleLinkChange(link),
      frame: (frame) => this.#handlers.frame(frame),
      writable: () => this.#pump(),
      count,
    });
    this.#link = link;
    this.#recovery.within(connectWithinMs);
    return link;
  }

  #dropLink(): void {
    const link = this.#link;
    if (!link) return;
    this.#link = null;
    this.#silence.stop();
    link.close();
    this.#remember(link.handshake.offerer);
  }

  #remember(endedLink: string): void {
    this.#ended.add(endedLink);
    const [oldest] = this.#ended;
    if (this.#ended.size > maximumEndedLinks && oldest) this.#ended.delete(oldest);
  }

  #handleLinkChange(link: Link): void {
    if (link !== this.#link) return;
    if (link.state === 'connected') this.#silence.watch(link);
    else this.#silence.stop();
    if (this.isConnected) {
      this.#wasConnected = true;
      this.#problem = null;
      this.#recovery.rest();
      this.#pump();
    } else if (link.state === 'failed') this.#recovery.within(0);
    else if (link.state === 'disconnected') this.#recovery.within(disconnectedForMs);
    this.#handlers.changed();
  }

  /** Nothing comes any more, or again. What broke this path may have broken the one to the server. */
  #handleSilence(): void {
    if (this.#silence.isSilent) {
      this.#context.count('link-silent');
      this.#context.doubtSignaling();
      this.#recovery.within(0);
    }
    if (this.#link) this.#handleLinkChange(this.#link);
  }

  #recover(attempt: number): void {
    if (this.isConnected || this.#isClosed) return;
    const link = this.#link;
    if (this.#stop) {
      this.#problem ??= problems.endedByPeerProblem();
      this.#recovery.rest();
    } else if (!this.#context.isSignaling()) this.#recovery.rest();
    else {
      this.#problem = problems.unreachableProblem({
        isAnswered: link?.handshake.isAnswered ?? false,
        candidateKinds: link?.candidateKinds ?? new Set(),
        hasRelay: this.#context.iceServers().some(isRelay),
        state: link?.state ?? 'none',
      });
      // An offer without an answer needs no new connection, only patience.
      const redial = attemptsBeforeRedial[link?.handshake.isAnswered ? this.#history : 'once'];
      if (!link || link.state === 'closed' || attempt % redial === 0) this.#beginLink();
      else this.#repair(link);
      if (this.#hasGivenUp) this.#dropFrames();
    }
    this.#handlers.changed();
  }

  #repair(link: Link): void {
    if (link.hasOpenOffer) link.offerAgain();
    else if (link.handshake.role === 'answerer') this.#post(link, 'restart', {});
    else this.#enqueue(() => link.offer(true, this.#context.iceServers()));
  }

  #post(link: Link, kind: Envelope['kind'], payload: unknown): void {
    const { seal, self, send } = this.#context;
    const envelope = link.handshake.address(kind, payload);
    const sealed = seal.seal(envelope, self, this.id);
    this.#outgoing = this.#outgoing.then(async () => {
      if (!send(this.id, await sealed)) this.handleUndelivered();
    });
  }

  #pump(): void {
    if (!this.isConnected) return;
    if (this.#first?.link === this.#link && !this.#link?.send(this.#first.frame)) return;
    this.#first = null;
    while (this.#frames[0] && this.#link?.send(this.#frames[0])) this.#frames.shift();
  }

  #dropFrames(): void {
    for (const frame of this.#frames.splice(0)) this.#handlers.undelivered(frame);
  }

  /** One thing after the other. What a browser refuses ends in another attempt, never in silence. */
  #enqueue(work: () => Promise<void>): void {
    this.#incoming = this.#incoming.then(work).catch((error: unknown) => {
      this.#context.count(`link-fault-${error instanceof Error ? error.name : 'unknown'}`);
      if (!this.#stop && !this.#isClosed) this.#recovery.within(connectWithinMs);
    });
  }
}

function isRelay({ urls }: RTCIceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/.test(url));
}
