import type { VideoSize } from '@hearth/peering';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { canChooseSpeaker } from '../media/chime.ts';
import type { DeviceKind, DeviceOption } from '../media/deviceChoice.ts';
import { SilenceHint } from '../media/hints.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import { type MicrophoneLevel, shownLevel } from '../media/microphoneLevel.ts';
import { SpeakerTest } from '../media/speakerTest.ts';
import type { Memory } from '../memory.ts';
import type { News } from '../news.ts';
import '../ui/device-select.ts';
import { Every } from '../ui/every.ts';
import { icon } from '../ui/icon.ts';
import '../ui/level-meter.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Listens } from '../ui/listens.ts';
import '../ui/size-select.ts';
import { words } from '../words/words.ts';

/** Camera, microphone and speaker: choose them, hear and see that they work. */
@customElement('lobby-devices')
export class LobbyDevices extends LightElement {
  @property({ attribute: false }) accessor media!: LocalMedia;
  @property({ attribute: false }) accessor memory!: Memory;
  @property({ attribute: false }) accessor level!: MicrophoneLevel;
  @property({ attribute: false }) accessor news!: News;
  @state() accessor #loudness = 0;
  readonly #silence = new SilenceHint();
  readonly #speaker = new SpeakerTest(this);

  constructor() {
    super();
    new Listens(this, () => [this.media.changed]);
    new Every(this, 66, (now) => this.#listen(now));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.news.keep('');
  }

  override render(): TemplateResult {
    return html`<section
      class="devices"
      aria-label=${words().devices.title}
      @choose=${this.#choose}
      @size=${this.#resize}
    >
      <div class="device">${this.#renderSelect('camera')} ${this.#renderSwitch()}</div>
      <div class="device">
        ${this.#renderSelect('microphone')}
        <level-meter .level=${this.#loudness}></level-meter>
      </div>
      <div class="device">
        ${canChooseSpeaker() ? this.#renderSelect('speaker') : nothing} ${this.#renderSpeakerTest()}
      </div>
      <div class="device">
        <size-select .chosen=${this.memory.get('videoSize')}></size-select>
        <label class="check">
          <input
            type="checkbox"
            .checked=${this.memory.get('audioOnly')}
            @change=${this.#setAudioOnly}
          />
          <span>${words().devices.audioOnly}</span>
        </label>
      </div>
    </section>`;
  }

  #renderSelect(kind: DeviceKind): TemplateResult {
    return html`<device-select
      .kind=${kind}
      .options=${this.media.options(kind)}
      .chosen=${this.media.chosen(kind)}
    ></device-select>`;
  }

  #renderSwitch(): TemplateResult | typeof nothing {
    if (!this.media.canSwitchCamera || !this.media.cameraOn) return nothing;
    return html`<button
      class="button"
      type="button"
      @click=${() => void this.media.switchCamera()}
    >${icon('flip')}<span>${words().devices.switchCamera}</span></button>`;
  }

  #renderSpeakerTest(): TemplateResult {
    return html`<button
        class="button"
        type="button"
        @click=${() => void this.#speaker.play(this.media.chosen('speaker'))}
      >${icon('speaker')}<span>${words().devices.testSpeaker}</span></button>
      <p class="quiet device-words" aria-live="polite">${this.#speaker.words}</p>`;
  }

  #listen(now: number): void {
    const level = this.level.level();
    this.#loudness = shownLevel(level ?? 0);
    const silent = this.#silence.handleLevel(now, level);
    this.news.keep(this.#standing(silent));
  }

  #standing(isSilent: boolean): string {
    const { devices } = words();
    const paused = (['microphone', 'camera'] as const).find((kind) => this.media.isPaused(kind));
    if (paused !== undefined) return devices.paused(paused);
    return isSilent ? devices.cannotHear : '';
  }

  readonly #choose = (event: CustomEvent<{ kind: DeviceKind; option: DeviceOption }>): void => {
    void this.media.choose(event.detail.kind, event.detail.option);
  };

  readonly #resize = (event: CustomEvent<VideoSize>): void => {
    this.memory.set('videoSize', event.detail);
    void this.media.applyVideoSize();
  };

  readonly #setAudioOnly = (event: Event): void => {
    const audioOnly = (event.target as HTMLInputElement).checked;
    this.memory.set('audioOnly', audioOnly);
    void this.media.setCamera(!audioOnly);
  };
}
