import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from './lightElement.ts';

/** A button for what cannot be undone: it says what will happen, and wants a second press. Sends `sure`. */
@customElement('two-step')
export class TwoStep extends LightElement {
  /** The name of the button, of the first one and of the second. */
  @property({ attribute: false }) accessor action = '';
  @property({ attribute: false }) accessor sentence = '';
  /** The name of the way back. */
  @property({ attribute: false }) accessor keep = '';
  /** The id of what the button is about, where its name does not say it. */
  @property({ attribute: false }) accessor about = '';
  @state() accessor #asking = false;

  override render(): TemplateResult {
    return this.#asking ? this.#renderSecond() : this.#renderFirst();
  }

  #renderFirst(): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-describedby=${this.about || nothing}
      @click=${() => void this.#ask(true)}
    >${this.action}</button>`;
  }

  #renderSecond(): TemplateResult {
    return html`<div class="sure">
      <p role="status">${this.sentence}</p>
      <div class="actions">
        <button
          class="button button-red"
          type="button"
          aria-describedby=${this.about || nothing}
          @click=${this.#send}
        >${this.action}</button>
        <button class="button sure-keep" type="button" @click=${() => void this.#ask(false)}>
          ${this.keep}
        </button>
      </div>
    </div>`;
  }

  readonly #send = (): void => {
    this.#asking = false;
    this.send('sure');
  };

  /** The focus goes where a second press of the same key does no harm. */
  async #ask(asking: boolean): Promise<void> {
    this.#asking = asking;
    await this.updateComplete;
    this.querySelector<HTMLElement>(asking ? '.sure-keep' : '.button')?.focus();
  }
}
