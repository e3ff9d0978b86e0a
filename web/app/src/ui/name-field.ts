import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';

/** `Your name`. Sends `rename` with every letter, and `named` when one has finished typing. */
@customElement('name-field')
export class NameField extends LightElement {
  @property({ attribute: false }) accessor name = '';

  override render(): TemplateResult {
    return html`<label class="field-label" for="your-name">${words().lobby.yourName}</label>
      <input
        id="your-name"
        class="field"
        dir="auto"
        maxlength="40"
        autocomplete="nickname"
        enterkeyhint="done"
        placeholder=${words().app.guest}
        .value=${this.name}
        @input=${() => this.send('rename', this.#typed)}
        @change=${() => this.send('named', this.#typed)}
      />`;
  }

  get #typed(): string {
    return this.querySelector('input')?.value.slice(0, 40) ?? '';
  }
}
