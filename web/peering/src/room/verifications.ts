import type { ControlFrame } from '../channels/controlFrame.ts';
import type { Clock } from '../clock.ts';
import type { OwnPerson } from '../identity/ownPerson.ts';
import type { Party } from '../identity/safetyCode.ts';
import type { Link } from '../link/link.ts';
import type { Neighbour } from '../link/neighbour.ts';
import type { Randomness } from '../randomness.ts';
import { RequestError } from '../requestError.ts';
import { Allowances } from './allowances.ts';
import { Verification, type VerificationContext } from './verification.ts';

/** How often one member may ask to compare: each time is a question to a person. */
const roundsAtOnce = 3;
const roundsPerSecond = 0.1;
const round = /^[\w-]{22}$/;

export interface VerificationsContext {
  readonly room: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly subtle: SubtleCrypto | undefined;
  own(): OwnPerson | null;
  self(): string;
  /** Who the member showed on its current link that it is. */
  identity(member: string): string | null;
  neighbour(member: string): Neighbour | undefined;
  confirmed(member: string, identity: string): void;
  /** A member asks to compare. */
  began(verification: Verification): void;
  count(what: string): void;
}

/** The comparisons of safety codes under way, one for each member at most. */
export class Verifications {
  readonly #context: VerificationsContext;
  readonly #current = new Map<string, { verification: Verification; link: Link }>();
  readonly #asking = new Allowances(roundsAtOnce, roundsPerSecond);

  constructor(context: VerificationsContext) {
    this.#context = context;
  }

  /** Begins, or returns what is under way. Throws RequestError `not-verifiable` while it is not known who is there. */
  start(member: string): Verification {
    const known = this.#open(member);
    if (known) return known;
    const verification = this.#make(member);
    if (!verification)
      throw new RequestError('not-verifiable', 'There is no safety code to compare with them now.');
    void verification.begin();
    return verification;
  }

  /** Takes a frame of topic `verify` of a member that said who it is. */
  async handleFrame(member: string, frame: ControlFrame): Promise<void> {
    const { count, clock } = this.#context;
    const current = this.#current.get(member)?.verification;
    const isThis = current?.round === frame.id;
    if (isThis) return current.handleStep(frame.payload);
    if (frame.payload.step !== 'commit' || !round.test(frame.id)) return count('verify-unasked');
    if (current?.isOpen) {
      // Both began at once: the smaller round counts, and its maker ignores the other one.
      if (!current.givesWayTo(frame.id)) return count('verify-collision');
      await current.begin(frame.id);
      return current.handleStep(frame.payload);
    }
    if (!this.#asking.take(member, clock.now())) return count('verify-flood');
    const verification = this.#make(member, frame.id);
    if (!verification) return count('verify-unasked');
    await verification.begin();
    await verification.handleStep(frame.payload);
    this.#context.began(verification);
  }

  handleLinkChanged(member: string): void {
    const current = this.#current.get(member);
    if (current && this.#context.neighbour(member)?.link !== current.link)
      current.verification.handleLinkGone();
  }

  handleGone(member: string): void {
    this.#current.get(member)?.verification.handleLinkGone();
    this.#current.delete(member);
  }

  close(): void {
    for (const member of [...this.#current.keys()]) this.handleGone(member);
  }

  #open(member: string): Verification | undefined {
    const known = this.#current.get(member)?.verification;
    return known?.isOpen ? known : undefined;
  }

  #make(member: string, begun?: string): Verification | null {
    const link = this.#context.neighbour(member)?.link;
    const context = link && this.#between(member, link);
    if (!context) return null;
    const verification = new Verification(member, context, begun);
    this.#current.set(member, { verification, link });
    return verification;
  }

  #between(member: string, link: Link): VerificationContext | null {
    const { room, clock, randomness, subtle, own, self, identity, neighbour } = this.#context;
    const { binding } = link.handshake;
    const ownIdentity = own()?.identity.id;
    const theirs = identity(member);
    if (!binding || !ownIdentity || !theirs || !subtle) return null;
    const { role: side, own: ownFingerprint, peer } = binding;
    const us: Party = { member: self(), identity: ownIdentity, fingerprint: ownFingerprint };
    const them: Party = { member, identity: theirs, fingerprint: peer };
    const [offerer, answerer] = side === 'offerer' ? [us, them] : [them, us];
    return {
      ...{ clock, randomness, subtle, side, count: this.#context.count },
      between: { room, link: [binding.offerer, binding.answerer], offerer, answerer },
      send: (id, payload) => {
        const current = neighbour(member);
        if (current?.link === link) current.send({ v: 1, topic: 'verify', id, payload });
      },
      confirmed: () => this.#context.confirmed(member, theirs),
    };
  }
}
