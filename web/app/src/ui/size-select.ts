import type { VideoSize } from '@hearth/peering';
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';

const sizes: readonly VideoSize[] = ['small', 'medium', 'large'];

/** How large one's own picture is sent. Sends `size`. */
@customElement('size-select')
export class SizeSelect extends LightElement {
  @property({ attribute: false }) accessor chosen: VideoSize = 'medium';

  override render(): TemplateResult {
    return html`<label class="field-label" for="choose-size">${words().devices.videoSize}</label>
      <select class="field" id="choose-size" @change=${this.#choose}>
        ${sizes.map(
          (size) => html`<option value=${size} .selected=${size === this.chosen}>
            ${words().devices.sizes[size]}
          </option>`,
        )}
      </select>`;
  }

  readonly #choose = (event: Event): void => {
    this.send<VideoSize>('size', (event.target as HTMLSelectElement).value as VideoSize);
  };
}
