import { toBase64Url } from '../base64url.ts';
import type { Cancel, Clock } from '../clock.ts';
import { Emitter } from '../events.ts';
import {
  type Comparison,
  commitment,
  isCommitment,
  isNonce,
  nonceBytes,
  type Side,
  safetyCode,
} from '../identity/safetyCode.ts';
import type { Randomness } from '../randomness.ts';

/** Machines answer at once; only people take their time. A nonce that comes later is not accepted. */
const answerWithinMs = 15_000;

export type VerificationState = 'waiting' | 'comparing' | 'confirmed' | 'cancelled' | 'refused';

export interface VerificationContext {
  readonly subtle: SubtleCrypto;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** All but the round. */
  readonly between: Omit<Comparison, 'round'>;
  /** Which end of the link we are. */
  readonly side: Side;
  send(round: string, payload: Record<string, unknown>): void;
  /** A person said that both codes are the same. */
  confirmed(): void;
  count(what: string): void;
}

/**
 * Two people compare a safety code. Each side first commits to a nonce and shows it only when it holds the other
 * one's commitment, so that nobody can choose a nonce that makes two different links look alike.
 */
export class Verification extends Emitter<{ changed: () => void }> {
  readonly memberId: string;
  /** Whether this page began it. */
  readonly isOurs: boolean;
  readonly #context: VerificationContext;
  #round: string;
  #state: VerificationState = 'waiting';
  #emoji: readonly string[] | null = null;
  #isConfirmedThere = false;
  #nonce = '';
  #theirCommitment: string | null = null;
  #theirNonce: string | null = null;
  #tooLate: Cancel = () => {};

  /** Without a round this page begins one. */
  constructor(memberId: string, context: VerificationContext, round?: string) {
    super();
    this.memberId = memberId;
    this.isOurs = round === undefined;
    this.#context = context;
    this.#round = round ?? toBase64Url(context.randomness.bytes(16));
    this.#tooLate = context.clock.after(answerWithinMs, () => this.#end('cancelled'));
  }

  get state(): VerificationState {
    return this.#state;
  }

  /** Seven emoji, once both sides have shown their nonces. Equal on both sides unless somebody is in between. */
  get emoji(): readonly string[] | null {
    return this.#emoji;
  }

  /** Whether the other person said that the codes are the same. Only one's own word counts for trust. */
  get isConfirmedThere(): boolean {
    return this.#isConfirmedThere;
  }

  get round(): string {
    return this.#round;
  }

  get isOpen(): boolean {
    return this.#state === 'waiting' || this.#state === 'comparing';
  }

  /** The codes are the same: from now on this person is known by their key. */
  confirm(): void {
    if (this.#state !== 'comparing') return;
    this.#context.confirmed();
    this.#say({ step: 'confirm' });
    this.#end('confirmed');
  }

  /** The codes differ, or one does not want to compare them. */
  cancel(): void {
    if (!this.isOpen) return;
    this.#say({ step: 'cancel' });
    this.#end('cancelled');
  }

  /** The link it was about is gone. */
  handleLinkGone(): void {
    if (this.isOpen) this.#end('cancelled');
  }

  /** Commits; called once, and again when both began at the same time and the other one's round counts. */
  async begin(round = this.#round): Promise<void> {
    this.#round = round;
    this.#nonce = toBase64Url(this.#context.randomness.bytes(nonceBytes));
    const { side } = this.#context;
    const own = await this.#commitment(side, this.#nonce);
    if (this.isOpen && this.#round === round) this.#say({ step: 'commit', commitment: own });
  }

  /** Whether both began at once, and the round of the other one is the one that counts. */
  givesWayTo(round: string): boolean {
    return this.isOurs && this.#theirCommitment === null && round < this.#round;
  }

  /** Takes a step of the other side in this round. To be awaited before the next one. */
  async handleStep(payload: Record<string, unknown>): Promise<void> {
    const { step, commitment: theirs, nonce, reason } = payload;
    if (step === 'confirm') this.#handleConfirmation();
    else if (!this.isOpen) this.#context.count('verify-late');
    else if (step === 'cancel') this.#end(reason === 'refused' ? 'refused' : 'cancelled');
    else if (step === 'commit') this.#handleCommitment(theirs);
    else if (step === 'reveal') await this.#handleNonce(nonce);
    else this.#context.count('verify-unread');
  }

  #handleCommitment(theirs: unknown): void {
    if (!isCommitment(theirs) || this.#theirCommitment !== null) {
      this.#refuse('second-commitment');
      return;
    }
    this.#theirCommitment = theirs;
    this.#tooLate();
    this.#tooLate = this.#context.clock.after(answerWithinMs, () => this.#refuse('late-nonce'));
    this.#say({ step: 'reveal', nonce: this.#nonce });
  }

  async #handleNonce(nonce: unknown): Promise<void> {
    const { side, subtle, between } = this.#context;
    const other = side === 'offerer' ? 'answerer' : 'offerer';
    const isFirst = this.#theirNonce === null && this.#theirCommitment !== null;
    if (!isNonce(nonce) || !isFirst) {
      this.#refuse('unexpected-nonce');
      return;
    }
    this.#theirNonce = nonce;
    if ((await this.#commitment(other, nonce)) !== this.#theirCommitment) {
      this.#refuse('changed-nonce');
      return;
    }
    const nonces = { [side]: this.#nonce, [other]: nonce } as Record<Side, string>;
    const code = await safetyCode({ ...between, round: this.#round }, nonces, subtle);
    if (this.#state !== 'waiting') return;
    this.#tooLate();
    this.#emoji = code;
    this.#state = 'comparing';
    this.emit('changed');
  }

  #handleConfirmation(): void {
    if (this.#theirNonce === null || this.#isConfirmedThere) return;
    this.#isConfirmedThere = true;
    this.emit('changed');
  }

  #commitment(side: Side, nonce: string): Promise<string> {
    const { between, subtle } = this.#context;
    return commitment({ ...between, round: this.#round }, side, nonce, subtle);
  }

  #refuse(reason: string): void {
    if (!this.isOpen) return;
    this.#context.count(`verify-${reason}`);
    this.#say({ step: 'cancel', reason: 'refused' });
    this.#end('refused');
  }

  #say(payload: Record<string, unknown>): void {
    this.#context.send(this.#round, payload);
  }

  #end(state: VerificationState): void {
    if (!this.isOpen) return;
    this.#tooLate();
    this.#state = state;
    if (state !== 'confirmed') this.#emoji = null;
    this.emit('changed');
  }
}
