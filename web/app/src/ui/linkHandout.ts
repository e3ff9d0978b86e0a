import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { words } from '../words/words.ts';

type Hands = Partial<Pick<Navigator, 'clipboard' | 'share'>>;

/** Hands a room's link on: over the clipboard, the device's own sharing, or to be copied by hand. */
export class LinkHandout implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #hands: Hands;
  readonly #say: (sentence: string) => void;
  #byHand = false;
  #selecting = false;

  constructor(host: ReactiveControllerHost, hands: Hands, say: (sentence: string) => void) {
    this.#host = host;
    this.#hands = hands;
    this.#say = say;
    host.addController(this);
  }

  /** Whether the link stands there to be copied by hand, because the clipboard was refused. */
  get byHand(): boolean {
    return this.#byHand;
  }

  get canShare(): boolean {
    return this.#hands.share !== undefined;
  }

  hostConnected(): void {}

  async copy(link: string): Promise<void> {
    try {
      if (this.#hands.clipboard === undefined) throw new TypeError('no clipboard');
      await this.#hands.clipboard.writeText(link);
      this.#byHand = false;
      this.#say(words().invite.copied);
    } catch {
      this.#byHand = true;
      this.#selecting = true;
      this.#say(words().invite.copyByHand);
    }
    this.#host.requestUpdate();
  }

  async share(link: string): Promise<void> {
    try {
      await this.#hands.share?.({ title: 'Hearth', url: link });
    } catch (error) {
      // Closing the device's own sheet is an answer, not an error.
      if ((error as { name?: unknown } | null)?.name !== 'AbortError') await this.copy(link);
    }
  }

  /** True once after the link has to be selected. */
  takeSelecting(): boolean {
    const selecting = this.#selecting;
    this.#selecting = false;
    return selecting;
  }
}
