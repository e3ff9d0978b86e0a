import type { TransportKind, VideoSize } from '@hearth/peering';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { canChooseSpeaker } from '../media/chime.ts';
import type { DeviceKind, DeviceOption } from '../media/deviceChoice.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { Memory, Theme } from '../memory.ts';
import type { News } from '../news.ts';
import type { RecentRooms } from '../recentRooms.ts';
import '../ui/device-select.ts';
import '../ui/hearth-news.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Listens } from '../ui/listens.ts';
import { Modal } from '../ui/modal.ts';
import '../ui/name-field.ts';
import '../ui/remember-check.ts';
import '../ui/size-select.ts';
import '../ui/sound-checks.ts';
import { applyTheme } from '../ui/theme.ts';
import { applyLanguage } from '../words/language.ts';
import { type LanguageChoice, languages, words } from '../words/words.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/**
 * One's name, devices and habits, to be changed in a call. Sends `named` with a new name and
 * `size` when the size of the picture changes.
 */
@customElement('settings-dialog')
export class SettingsDialog extends LightElement {
  @property({ attribute: false }) accessor media!: LocalMedia;
  @property({ attribute: false }) accessor memory!: Memory;
  @property({ attribute: false }) accessor recent!: RecentRooms;
  @property({ attribute: false }) accessor news!: News;
  /** How signaling travels; null while it is cut off. */
  @property({ attribute: false }) accessor transport: TransportKind | null = null;
  readonly #modal = new Modal(this, () => this.send('dialog-closed'));

  constructor() {
    super();
    new Listens(this, () => [this.media.changed]);
  }

  override render(): TemplateResult {
    return html`<dialog class="dialog" aria-labelledby="settings-title">
      <div class="dialog-inside" @choose=${this.#choose} @size=${this.#resize}>
        <header class="panel-head">
          <h2 id="settings-title">${words().settings.title}</h2>
          <button class="button-icon" type="button" aria-label=${words().app.close} @click=${this.#modal.close}>
            ${icon('close')}
          </button>
        </header>
        <name-field .name=${this.memory.get('name')} @named=${this.#rename}></name-field>
        ${this.#renderSelect('camera')} ${this.#renderSelect('microphone')}
        <sound-checks .media=${this.media} .memory=${this.memory}></sound-checks>
        ${canChooseSpeaker() ? this.#renderSelect('speaker') : nothing}
        <size-select .chosen=${this.memory.get('videoSize')}></size-select>
        ${this.#renderLanguage()} ${this.#renderTheme()} ${this.#renderChime()}
        <remember-check .recent=${this.recent}></remember-check>
        <div>
          <p class="field-label" id="settings-way">${words().settings.way}</p>
          <p class="quiet" aria-labelledby="settings-way" role="note">
            ${words().settings.ways[this.transport ?? 'none']}
          </p>
        </div>
        <hearth-news .news=${this.news} .unseen=${'people'}></hearth-news>
      </div>
    </dialog>`;
  }

  #renderSelect(kind: DeviceKind): TemplateResult {
    return html`<device-select
      .kind=${kind}
      .options=${this.media.options(kind)}
      .chosen=${this.media.chosen(kind)}
    ></device-select>`;
  }

  #renderLanguage(): TemplateResult {
    const chosen = this.memory.get('language');
    const option = (choice: LanguageChoice, label: string): TemplateResult =>
      html`<option value=${choice} .selected=${choice === chosen}>${label}</option>`;
    return html`<div>
      <label class="field-label" for="choose-language">${words().settings.language}</label>
      <select class="field" id="choose-language" @change=${this.#setLanguage}>
        ${option('automatic', words().settings.automatic)}
        ${Object.entries(languages).map(([language, label]) => option(language as LanguageChoice, label))}
      </select>
    </div>`;
  }

  #renderTheme(): TemplateResult {
    const chosen = this.memory.get('theme');
    return html`<div>
      <label class="field-label" for="choose-theme">${words().settings.theme}</label>
      <select class="field" id="choose-theme" @change=${this.#setTheme}>
        ${themes.map(
          (theme) => html`<option value=${theme} .selected=${theme === chosen}>
            ${words().settings.themes[theme]}
          </option>`,
        )}
      </select>
    </div>`;
  }

  #renderChime(): TemplateResult {
    return html`<label class="check">
      <input type="checkbox" .checked=${this.memory.get('chime')} @change=${this.#setChime} />
      <span>${words().settings.chime}</span>
    </label>`;
  }

  readonly #choose = (event: CustomEvent<{ kind: DeviceKind; option: DeviceOption }>): void => {
    void this.media.choose(event.detail.kind, event.detail.option);
  };

  readonly #rename = (event: CustomEvent<string>): void => this.memory.set('name', event.detail);

  readonly #resize = (event: CustomEvent<VideoSize>): void => {
    this.memory.set('videoSize', event.detail);
    void this.media.applyVideoSize();
  };

  readonly #setTheme = (event: Event): void => {
    const theme = (event.target as HTMLSelectElement).value as Theme;
    this.memory.set('theme', theme);
    applyTheme(theme);
  };

  readonly #setLanguage = (event: Event): void => {
    const language = (event.target as HTMLSelectElement).value as LanguageChoice;
    this.memory.set('language', language);
    void applyLanguage(language);
  };

  readonly #setChime = (event: Event): void => {
    this.memory.set('chime', (event.target as HTMLInputElement).checked);
  };
}
