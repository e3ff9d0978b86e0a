import type { DeviceProblem } from '@hearth/peering';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeviceNews } from '../media/deviceNews.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { Memory } from '../memory.ts';
import type { Visit } from '../visit.ts';
import { inOne } from './oneProblem.ts';

interface Surroundings {
  readonly visit: Visit;
  readonly media: LocalMedia;
  readonly memory: Memory;
}

/**
 * How one comes in. The first visit asks nothing of the browser before the person has answered;
 * later visits begin by themselves with what was chosen then.
 */
export class LobbyStart implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #around: () => Surroundings;
  #answered = false;

  constructor(host: ReactiveControllerHost, around: () => Surroundings) {
    this.#host = host;
    this.#around = around;
    host.addController(this);
  }

  /** Whether this person has said how to come in, now or on an earlier visit. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Whether turning the devices on is something left to do. */
  get offersDevices(): boolean {
    const { media, memory } = this.#around();
    if (!this.#answered) return true;
    const camera = media.cameraOn || memory.get('audioOnly');
    return !media.asking && !(camera && media.tracks.microphone !== null);
  }

  get offersWithout(): boolean {
    return !this.#answered || this.problems.length > 0;
  }

  /** What went wrong with the devices, each sentence once. */
  get problems(): readonly DeviceProblem[] {
    const { media } = this.#around();
    if (media.asking) return [];
    const problems = (['camera', 'microphone'] as const).map((kind) => media.problem(kind));
    return inOne(problems.filter((problem) => problem !== null));
  }

  hostConnected(): void {
    const { memory } = this.#around();
    this.#answered = memory.get('devicesAnswered');
    if (this.#answered && memory.get('devicesWanted')) void this.#startDevices();
  }

  /**
   * A device that was lacking or not allowed is there now: whoever wanted it has it at once. Returns
   * what is left to be said.
   */
  handleDevices(all: readonly DeviceNews[]): readonly DeviceNews[] {
    const { memory } = this.#around();
    if (!this.#answered || !memory.get('devicesWanted')) return all;
    const isWanted = (kind: string): boolean => kind !== 'camera' || !memory.get('audioOnly');
    return all.flatMap((news): DeviceNews[] => {
      if ((news.what !== 'found' && news.what !== 'allowed') || !isWanted(news.kind)) return [news];
      void this.#startDevices();
      return news.what === 'found' ? [{ ...news, what: 'taken' }] : [];
    });
  }

  turnOn(): void {
    this.#answer(true);
    void this.#startDevices();
  }

  join(): void {
    void this.#around().visit.join();
  }

  joinWithout(): void {
    this.#answer(false);
    const { media, visit } = this.#around();
    void media.stop().then(() => visit.join());
  }

  #answer(wanted: boolean): void {
    const { memory } = this.#around();
    memory.set('devicesAnswered', true);
    memory.set('devicesWanted', wanted);
    this.#answered = true;
    this.#host.requestUpdate();
  }

  #startDevices(): Promise<void> {
    const { media, memory } = this.#around();
    return media.start({ camera: !memory.get('audioOnly'), microphone: true });
  }
}
