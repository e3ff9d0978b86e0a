import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import { LightElement } from './lightElement.ts';
import { LinkHandout } from './linkHandout.ts';

/** `Copy link`, and `Share` where the device has it. Sends `say` with what became of it. */
@customElement('copy-link')
export class CopyLink extends LightElement {
  @property({ attribute: false }) accessor link = '';
  /** Whether copying is the main thing to do here. */
  @property({ attribute: false }) accessor main = false;
  @property({ attribute: false }) accessor sharing = true;
  readonly #handout = new LinkHandout(this, navigator, (sentence) => this.send('say', sentence));

  override render(): TemplateResult {
    return html`<div class="copy-link">
      <div class="actions">
        <button
          class="button ${this.main ? 'button-main' : ''}"
          type="button"
          @click=${() => void this.#handout.copy(this.link)}
        >${icon('copy')}<span>${words().invite.copy}</span></button>
        ${this.sharing && this.#handout.canShare ? this.#renderShare() : nothing}
      </div>
      ${this.#handout.byHand ? this.#renderByHand() : nothing}
    </div>`;
  }

  override updated(): void {
    if (!this.#handout.takeSelecting()) return;
    this.querySelector<HTMLInputElement>('.link-by-hand')?.select();
  }

  #renderShare(): TemplateResult {
    return html`<button
      class="button"
      type="button"
      @click=${() => void this.#handout.share(this.link)}
    >${icon('share')}<span>${words().invite.share}</span></button>`;
  }

  #renderByHand(): TemplateResult {
    return html`<input
      class="field link-by-hand"
      aria-label=${words().invite.link}
      readonly
      .value=${this.link}
      @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
    />`;
  }
}
