import type { VideoSize } from '@hearth/peering';
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './lightElement.ts';

const sizes: readonly { readonly size: VideoSize; readonly label: string }[] = [
  { size: 'small', label: 'Small, for a slow connection' },
  { size: 'medium', label: 'Medium' },
  { size: 'large', label: 'Large, for a fast connection' },
];

/** How large one's own picture is sent. Sends `size`. */
@customElement('size-select')
export class SizeSelect extends LightElement {
  @property({ attribute: false }) accessor chosen: VideoSize = 'medium';

  override render(): TemplateResult {
    return html`<label class="field-label" for="choose-size">Video size</label>
      <select class="field" id="choose-size" @change=${this.#choose}>
        ${sizes.map(
          ({ size, label }) =>
            html`<option value=${size} .selected=${size === this.chosen}>${label}</option>`,
        )}
      </select>`;
  }

  readonly #choose = (event: Event): void => {
    this.send<VideoSize>('size', (event.target as HTMLSelectElement).value as VideoSize);
  };
}
