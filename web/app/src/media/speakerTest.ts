import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { playChime } from './chime.ts';

/** Plays the chime on the chosen speaker and says how it went. */
export class SpeakerTest implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #chime: (speaker: string) => Promise<void>;
  #words = '';
  #playing = false;

  constructor(host: ReactiveControllerHost, chime: (speaker: string) => Promise<void> = playChime) {
    this.#host = host;
    this.#chime = chime;
    host.addController(this);
  }

  /** What to say about it; empty before the first test. */
  get words(): string {
    return this.#words;
  }

  hostConnected(): void {
    this.#words = '';
  }

  async play(speaker: string): Promise<void> {
    if (this.#playing) return;
    this.#playing = true;
    this.#say('You should hear a chime now.');
    try {
      await this.#chime(speaker);
      this.#say('Did you hear it? If not, choose another speaker or turn it up.');
    } catch {
      this.#say('This speaker cannot play. Choose another one, then test it again.');
    } finally {
      this.#playing = false;
    }
  }

  #say(words: string): void {
    this.#words = words;
    this.#host.requestUpdate();
  }
}
