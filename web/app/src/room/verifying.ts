import type { Room, Verification, VerificationState } from '@hearth/peering';
import { Changes } from '../changes.ts';

type Comparing = Pick<Room, 'on' | 'verify' | 'members'>;

/** The comparison that is open, as its dialog shows it. */
export interface VerificationView {
  readonly name: string;
  /** `differs`: one's own answer was that the signs do not match. */
  readonly state: VerificationState | 'differs';
  readonly emoji: readonly string[] | null;
}

/** Comparing the safety code with members: the comparison that is open, and those that others ask for. */
export class Verifying {
  readonly changed = new Changes();
  readonly #room: Comparing;
  readonly #onAsked: (name: string) => void;
  readonly #stop: () => void;
  #asked: readonly Verification[] = [];
  #open: Verification | null = null;
  #name = '';
  #differs = false;

  constructor(room: Comparing, onAsked: (name: string) => void) {
    this.#room = room;
    this.#onAsked = onAsked;
    this.#stop = room.on('verification', (verification) => this.#handleAsked(verification));
  }

  get view(): VerificationView | null {
    if (this.#open === null) return null;
    const { state, emoji } = this.#open;
    return { name: this.#name, state: this.#differs ? 'differs' : state, emoji };
  }

  /** Who asks to compare and has no answer yet, by member id. */
  get asked(): readonly { readonly id: string; readonly name: string }[] {
    return this.#asked
      .filter((verification) => verification.isOpen && verification !== this.#open)
      .map(({ memberId }) => ({ id: memberId, name: this.#labelOf(memberId) }));
  }

  /** Opens the comparison with a member, one's own or theirs. False when there is nobody to compare with. */
  start(memberId: string): boolean {
    const { members } = this.#room;
    if (!members.some(({ id, identity }) => id === memberId && identity !== null)) return false;
    this.close();
    this.#name = this.#labelOf(memberId);
    this.#open = this.#room.verify(memberId);
    this.#follow(this.#open);
    this.changed.emit();
    return true;
  }

  decline(memberId: string): void {
    this.#asked.find((one) => one.isOpen && one.memberId === memberId)?.cancel();
  }

  answer(match: boolean): void {
    this.#differs = !match && this.#open?.state === 'comparing';
    if (match) this.#open?.confirm();
    else this.#open?.cancel();
    this.changed.emit();
  }

  /** The dialog was closed: what is open still is given up. */
  close(): void {
    const open = this.#open;
    this.#open = null;
    this.#differs = false;
    open?.cancel();
    this.changed.emit();
  }

  /** The room goes. */
  stop(): void {
    this.#stop();
    this.close();
  }

  #handleAsked(verification: Verification): void {
    this.#asked = [...this.#asked.filter(({ isOpen }) => isOpen), verification];
    this.#follow(verification);
    this.#onAsked(this.#labelOf(verification.memberId));
    this.changed.emit();
  }

  #follow(verification: Verification): void {
    verification.on('changed', () => this.changed.emit());
  }

  #labelOf(memberId: string): string {
    return this.#room.members.find(({ id }) => id === memberId)?.label ?? '';
  }
}
