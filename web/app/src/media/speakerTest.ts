import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { words } from '../words/words.ts';
import { playChime } from './chime.ts';

/** The sentences of a test, by their names in the catalogue. */
type Said = 'speakerPlays' | 'speakerPlayed' | 'speakerFailed';

/** Plays the chime on the chosen speaker and says how it went. */
export class SpeakerTest implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #chime: (speaker: string) => Promise<void>;
  #said: Said | null = null;
  #playing = false;

  constructor(host: ReactiveControllerHost, chime: (speaker: string) => Promise<void> = playChime) {
    this.#host = host;
    this.#chime = chime;
    host.addController(this);
  }

  /** What to say about it; empty before the first test. */
  get words(): string {
    return this.#said === null ? '' : words().devices[this.#said];
  }

  hostConnected(): void {
    this.#said = null;
  }

  async play(speaker: string): Promise<void> {
    if (this.#playing) return;
    this.#playing = true;
    this.#say('speakerPlays');
    try {
      await this.#chime(speaker);
      this.#say('speakerPlayed');
    } catch {
      this.#say('speakerFailed');
    } finally {
      this.#playing = false;
    }
  }

  #say(said: Said): void {
    this.#said = said;
    this.#host.requestUpdate();
  }
}
