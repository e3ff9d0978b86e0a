import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../ui/copy-link.ts';
import '../ui/hearth-news.ts';
import type { DeviceProblem } from '@hearth/peering';
import { type DeviceNews, deviceSentences } from '../media/deviceNews.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { MicrophoneLevel } from '../media/microphoneLevel.ts';
import type { Memory } from '../memory.ts';
import type { News } from '../news.ts';
import type { RecentRooms } from '../recentRooms.ts';
import { secureAddressNotice } from '../secure/secure-address.ts';
import { aboutRoom } from '../sentences.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Listens } from '../ui/listens.ts';
import { mark } from '../ui/mark.ts';
import '../ui/name-field.ts';
import { plays } from '../ui/plays.ts';
import '../ui/remember-check.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/words.ts';
import './lobby-devices.ts';
import { LobbyStart } from './lobbyStart.ts';

/** Before the room: one's name, a look into the mirror, who is inside. */
@customElement('lobby-page')
export class LobbyPage extends LightElement {
  @property({ attribute: false }) accessor visit!: Visit;
  @property({ attribute: false }) accessor media!: LocalMedia;
  @property({ attribute: false }) accessor memory!: Memory;
  @property({ attribute: false }) accessor recent!: RecentRooms;
  @property({ attribute: false }) accessor news!: News;
  @property({ attribute: false }) accessor level!: MicrophoneLevel;
  readonly #start = new LobbyStart(this, () => this);

  constructor() {
    super();
    new Listens(this, () => [this.media.changed, this.visit.changed]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.media.onNews = (all) => this.#handleDevices(all);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.media.onNews = () => {};
  }

  override render(): TemplateResult {
    return html`<main class="lobby" @say=${this.#say}>
      <p class="brand brand-small">${mark()}<span>Hearth</span></p>
      <section class="lobby-mirror" aria-label=${words().lobby.preview}>${this.#renderPreview()}</section>
      <div class="lobby-words">
        <h1 tabindex="-1">${words().lobby.title}</h1>
        ${this.#renderPlace()} ${secureAddressNotice()} ${this.#renderName()} ${this.#renderJoin()}
        <remember-check .recent=${this.recent}></remember-check>
        <hearth-news .news=${this.news}></hearth-news>
      </div>
      ${this.#start.answered ? this.#renderDevices() : nothing}
    </main>`;
  }

  #renderPlace(): TemplateResult {
    const { look, link, room, key } = this.visit;
    return html`<div class="lobby-place">
      <p class="lobby-room">${icon(key === null ? 'lock-open' : 'lock')}<span>${room}</span></p>
      <p class="lobby-inside">
        ${look === null ? words().lobby.looking : aboutRoom(look)}
      </p>
      ${key === null ? html`<p class="quiet">${words().lobby.openToGuessing}</p>` : nothing}
      <copy-link .link=${link} .sharing=${false}></copy-link>
    </div>`;
  }

  #renderName(): TemplateResult {
    return html`<name-field
      .name=${this.memory.get('name')}
      @rename=${this.#rename}
      @keydown=${this.#joinOnEnter}
    ></name-field>`;
  }

  #renderPreview(): TemplateResult {
    const { camera } = this.media.tracks;
    if (camera === null) return this.#renderNoPicture();
    return html`<video
      class="preview ${this.media.mirrored ? 'mirrored' : ''}"
      muted
      playsinline
      autoplay
      aria-label=${words().lobby.yourCamera}
      ${plays(camera)}
    ></video>`;
  }

  #renderNoPicture(): TemplateResult {
    if (this.media.asking && this.#start.answered) {
      return html`<p class="mirror-words">${words().lobby.mayAsk}</p>`;
    }
    if (this.#start.answered) {
      return html`<div class="mirror-words">
        ${icon('camera-off')}
        <p>
          ${this.memory.get('audioOnly') ? words().lobby.audioOnlyNow : words().lobby.cameraOff}
        </p>
      </div>`;
    }
    return html`<div class="mirror-words">
      ${icon('camera')}
      <p>${words().lobby.why}</p>
    </div>`;
  }

  #renderJoin(): TemplateResult {
    const { problem } = this.visit;
    return html`<div class="lobby-join">
      ${this.#renderProblems()}
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      <div class="actions actions-stacked">
        ${this.#start.answered ? this.#renderJoinRoom() : nothing}
        ${this.#start.offersDevices ? this.#renderTurnOn() : nothing}
        ${this.#start.offersWithout ? this.#renderWithout() : nothing}
      </div>
      ${this.visit.joining ? html`<p class="quiet slow">${words().lobby.reaching}</p>` : nothing}
    </div>`;
  }

  #renderJoinRoom(): TemplateResult {
    return html`<button
      class="button button-main button-large"
      type="button"
      aria-disabled=${this.visit.joining ? 'true' : nothing}
      @click=${() => this.#start.join()}
    >${words().lobby.join}</button>`;
  }

  #renderTurnOn(): TemplateResult {
    return html`<button
      class="button button-large ${this.#start.answered || !isSecureContext ? '' : 'button-main'}"
      type="button"
      @click=${this.#turnOn}
    >${words().lobby.turnOn}</button>`;
  }

  #renderWithout(): TemplateResult {
    return html`<button
      class="button button-large button-quiet"
      type="button"
      @click=${() => this.#start.joinWithout()}
    >${words().lobby.joinWithout}</button>`;
  }

  #renderProblems(): TemplateResult | typeof nothing {
    const problems = this.#start.problems;
    if (problems.length === 0) return nothing;
    return html`<div class="problem" role="alert">${problems.map(renderProblem)}</div>`;
  }

  #renderDevices(): TemplateResult {
    return html`<lobby-devices
      .media=${this.media}
      .memory=${this.memory}
      .level=${this.level}
      .news=${this.news}
    ></lobby-devices>`;
  }

  /** The button goes once it was pressed; the next step takes the focus. */
  readonly #turnOn = async (): Promise<void> => {
    this.#start.turnOn();
    await this.updateComplete;
    this.querySelector<HTMLElement>('.button-main')?.focus();
  };

  #handleDevices(all: readonly DeviceNews[]): void {
    const left = this.#start.handleDevices(all);
    if (left.length > 0) this.news.say(deviceSentences(left));
  }

  readonly #say = (event: CustomEvent<string>): void => this.news.say(event.detail);

  readonly #rename = (event: CustomEvent<string>): void => this.memory.set('name', event.detail);

  readonly #joinOnEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing && this.#start.answered) this.#start.join();
  };
}

function renderProblem({ code, what, todo }: DeviceProblem): TemplateResult {
  return html`<div class="problem-part">
    <p><strong>${what}</strong> ${todo}</p>
    <details class="details"><summary>${words().app.details}</summary><code>${code}</code></details>
  </div>`;
}
