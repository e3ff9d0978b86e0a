import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { LightElement } from './lightElement.ts';

/** How loud the microphone hears, as a bar. `level` is 0..1 as it is shown. */
@customElement('level-meter')
export class LevelMeterBar extends LightElement {
  @property({ attribute: false }) accessor level = 0;

  override render(): TemplateResult {
    const percent = Math.round(this.level * 100);
    return html`<div
      class="level"
      role="meter"
      aria-label=${words().devices.level}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
    ><div class="level-bar"></div></div>`;
  }

  override updated(): void {
    const bar = this.querySelector<HTMLElement>('.level-bar');
    bar?.style.setProperty('--level', this.level.toFixed(3));
  }
}
