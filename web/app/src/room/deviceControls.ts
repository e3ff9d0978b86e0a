import { deviceSentences } from '../media/deviceNews.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { Memory } from '../memory.ts';
import type { News } from '../news.ts';

export type DeviceControl = 'microphone' | 'camera' | 'switch-camera' | 'screen';

/** One's own devices in a call: turns them on and off, and says what became of them and why. */
export class DeviceControls {
  readonly #media: LocalMedia;
  readonly #memory: Memory;
  readonly #news: News;

  constructor(around: {
    readonly media: LocalMedia;
    readonly memory: Memory;
    readonly news: News;
  }) {
    this.#media = around.media;
    this.#memory = around.memory;
    this.#news = around.news;
    this.#media.onNews = (all) => this.#news.say(deviceSentences(all));
  }

  handleControl(control: DeviceControl): void {
    const media = this.#media;
    switch (control) {
      case 'microphone':
        this.#turn('microphone', media.setMicrophone(!media.microphoneOn));
        break;
      case 'camera':
        this.#turn('camera', media.setCamera(!media.cameraOn));
        break;
      case 'switch-camera':
        this.#turn('camera', media.switchCamera());
        break;
      case 'screen':
        this.#share();
        break;
      default:
        control satisfies never;
    }
  }

  close(): void {
    this.#media.onNews = () => {};
  }

  #turn(kind: 'camera' | 'microphone', work: Promise<void>): void {
    const media = this.#media;
    void work.then(() => {
      // Whoever turns a device on after all wants it the next time, too.
      if (media.tracks[kind] !== null) this.#memory.set('devicesWanted', true);
      const problem = media.tracks[kind] === null ? media.problem(kind) : null;
      if (problem) this.#news.say(`${problem.what} ${problem.todo}`);
    });
  }

  #share(): void {
    const media = this.#media;
    if (media.tracks.screen !== null) {
      void media.stopSharing();
      return;
    }
    void media.shareScreen().then(() => {
      const problem = media.problem('screen');
      // Closing the browser's own question is an answer; nothing needs to be said.
      if (problem && problem.code !== 'not-shared') {
        this.#news.say(`${problem.what} ${problem.todo}`);
      }
    });
  }
}
