import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeviceKind, DeviceOption } from '../media/deviceChoice.ts';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';

/** One combo box of devices. Sends `choose` with kind and option. */
@customElement('device-select')
export class DeviceSelect extends LightElement {
  @property({ attribute: false }) accessor kind: DeviceKind = 'camera';
  @property({ attribute: false }) accessor options: readonly DeviceOption[] = [];
  @property({ attribute: false }) accessor chosen = '';

  override render(): TemplateResult {
    const id = `choose-${this.kind}`;
    // The system's own default stands in the list only while nothing listed is in use.
    const unknown = !this.options.some((option) => option.id === this.chosen);
    return html`<label class="field-label" for=${id}>${words().devices.names[this.kind]}</label>
      <select class="field" id=${id} @change=${this.#choose}>
        ${unknown ? html`<option value="" selected>${words().devices.systemDefault}</option>` : ''}
        ${this.options.map(
          ({ id: value, label }) =>
            html`<option value=${value} .selected=${value === this.chosen}>${label}</option>`,
        )}
      </select>`;
  }

  readonly #choose = (event: Event): void => {
    const id = (event.target as HTMLSelectElement).value;
    const option = this.options.find((one) => one.id === id);
    if (option) this.send('choose', { kind: this.kind, option });
  };
}
