import type { Clock } from '../clock.ts';
import { ActiveSpeakers } from '../media/activeSpeakers.ts';
import { OwnLevel, receivedLevel } from '../media/levels.ts';
import { everyoneUpTo } from '../media/wanted.ts';
import type { Environment } from './environment.ts';
import type { Neighbourhood } from './neighbourhood.ts';

/** Asking every receiver for its level makes the page wait; with many of them an answer serves this long. */
const freshWithManyMs = 90;

/** Who is how loud, and who spoke last. */
export class Voices {
  readonly #clock: Clock;
  readonly #own: OwnLevel;
  readonly #speakers = new ActiveSpeakers();
  #levels: ReadonlyMap<string, number> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor({ clock, createLevelMeter }: Pick<Environment, 'clock' | 'createLevelMeter'>) {
    this.#clock = clock;
    this.#own = new OwnLevel((track) => createLevelMeter(track));
  }

  /** The others, whoever spoke last first, as far as levels were read. */
  get speakers(): readonly string[] {
    return this.#speakers.order;
  }

  /** Loudness now, 0..1, by member id; one's own too. */
  read(
    self: string,
    neighbourhood: Neighbourhood,
    microphone: MediaStreamTrack | null,
  ): ReadonlyMap<string, number> {
    const now = this.#clock.now();
    const others = neighbourhood.all;
    const isFresh = others.length >= everyoneUpTo && now - this.#readAt < freshWithManyMs;
    if (isFresh) return this.#levels;
    const heard = new Map(others.map(({ id, link }) => [id, receivedLevel(link?.receivers[0])]));
    this.#speakers.handleLevels(now, heard);
    this.#levels = new Map([...heard, [self, this.#own.level(microphone)]]);
    this.#readAt = now;
    return this.#levels;
  }

  close(): void {
    this.#own.close();
  }
}
