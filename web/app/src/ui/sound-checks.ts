import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SoundCleaning } from '../media/constraints.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { Memory } from '../memory.ts';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';

/** How the microphone's sound is cleaned, one switch each; what the browser cannot do is not there. */
@customElement('sound-checks')
export class SoundChecks extends LightElement {
  @property({ attribute: false }) accessor media!: LocalMedia;
  @property({ attribute: false }) accessor memory!: Memory;

  override render(): TemplateResult | typeof nothing {
    const choices = this.media.cleaningChoices;
    if (choices.length === 0) return nothing;
    return html`<div class="checks">${choices.map((choice) => this.#renderCheck(choice))}</div>`;
  }

  #renderCheck(choice: keyof SoundCleaning): TemplateResult {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.memory.get(choice)}
        @change=${(event: Event) => this.#set(choice, (event.target as HTMLInputElement).checked)}
      />
      <span>${words().devices[choice]}</span>
    </label>`;
  }

  #set(choice: keyof SoundCleaning, isOn: boolean): void {
    this.memory.set(choice, isOn);
    void this.media.applyCleaning();
  }
}
