import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecentRooms } from '../recentRooms.ts';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';
import { Listens } from './listens.ts';

/** `Remember on this device`: whether the rooms one visits stay on the home page. */
@customElement('remember-check')
export class RememberCheck extends LightElement {
  @property({ attribute: false }) accessor recent!: RecentRooms;

  constructor() {
    super();
    new Listens(this, () => [this.recent.changed]);
  }

  override render(): TemplateResult {
    return html`<label class="check">
        <input
          type="checkbox"
          aria-describedby="remember-note"
          .checked=${this.recent.remembers}
          @change=${this.#set}
        />
        <span>${words().recent.remember}</span>
      </label>
      <p class="quiet check-note" id="remember-note">
        ${this.recent.remembers ? words().recent.remembers : words().recent.remembersNot}
      </p>`;
  }

  readonly #set = (event: Event): void => {
    this.recent.remembers = (event.target as HTMLInputElement).checked;
  };
}
