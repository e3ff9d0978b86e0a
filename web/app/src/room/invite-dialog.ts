import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { News } from '../news.ts';
import '../ui/copy-link.ts';
import '../ui/hearth-news.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Modal } from '../ui/modal.ts';
import { qrCode } from '../ui/qrCode.ts';
import { words } from '../words/words.ts';

/** The link to this room, to be sent, shared or scanned. */
@customElement('invite-dialog')
export class InviteDialog extends LightElement {
  @property({ attribute: false }) accessor link = '';
  @property({ attribute: false }) accessor keyed = false;
  @property({ attribute: false }) accessor news!: News;
  readonly #modal = new Modal(this, () => this.send('dialog-closed'));

  override render(): TemplateResult {
    return html`<dialog class="dialog" aria-labelledby="invite-title">
      <div class="dialog-inside">
        <header class="panel-head">
          <h2 id="invite-title">${words().invite.title}</h2>
          <button class="button-icon" type="button" aria-label=${words().app.close} @click=${this.#modal.close}>
            ${icon('close')}
          </button>
        </header>
        <p class="quiet">
          ${this.keyed ? words().invite.keyed : words().invite.named}
        </p>
        ${qrCode(this.link)}
        <p class="link-text">${this.link.replace(/^https?:\/\//, '')}</p>
        <copy-link .link=${this.link} .main=${true}></copy-link>
        <hearth-news .news=${this.news}></hearth-news>
      </div>
    </dialog>`;
  }
}
