import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../ui/copy-link.ts';
import { LightElement } from '../ui/lightElement.ts';
import { qrCode } from '../ui/qrCode.ts';
import { words } from '../words/words.ts';

/** Stands beside one's own picture while nobody else is inside. */
@customElement('alone-card')
export class AloneCard extends LightElement {
  @property({ attribute: false }) accessor link = '';
  /** Whether somebody was inside before. */
  @property({ attribute: false }) accessor left = false;

  override render(): TemplateResult {
    return html`<section class="alone" aria-labelledby="alone-title">
      <h2 id="alone-title">
        ${this.left ? words().room.aloneNow : words().room.firstHere}
      </h2>
      <p class="quiet">${words().room.sendLink}</p>
      ${qrCode(this.link)}
      <copy-link .link=${this.link} .main=${true}></copy-link>
    </section>`;
  }
}
