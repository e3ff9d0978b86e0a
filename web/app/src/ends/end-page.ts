import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../secure/secure-address.ts';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import type { EndReason } from '../visit.ts';
import { words } from '../words/words.ts';

/** Ends are places too: how one comes in again from each, where there is a way. */
const ways: Readonly<Record<EndReason, 'rejoin' | 'try again' | null>> = {
  left: 'rejoin',
  full: 'try again',
  idle: 'rejoin',
  replaced: 'rejoin',
  'too-slow': 'rejoin',
  removed: null,
  barred: null,
  'closed-by-owner': null,
  'not-let-in': 'try again',
  'stopped-waiting': 'try again',
  lost: 'rejoin',
  'missing-key': null,
  'wrong-key': null,
  insecure: null,
};

/** Where a visit ends. */
@customElement('end-page')
export class EndPage extends LightElement {
  @property({ attribute: false }) accessor reason: EndReason = 'left';
  @property({ attribute: false }) accessor busy = false;
  @state() accessor #tried = false;

  override render(): TemplateResult {
    const { ends } = words();
    const end = ends[this.reason];
    const again = ways[this.reason];
    const still = this.reason === 'full' ? ends.stillFull : '';
    const home = (): void => this.send('go', {});
    return html`<main class="end">
      ${mark()}
      <h1 tabindex="-1">${end.title}</h1>
      <p class="quiet">${end.words}</p>
      ${this.reason === 'insecure' ? html`<secure-address></secure-address>` : nothing}
      <div class="actions">
        ${
          again === null
            ? nothing
            : this.#renderAgain(again === 'rejoin' ? ends.rejoin : words().app.tryAgain)
        }
        <button class="button ${again === null && this.reason !== 'insecure' ? 'button-main' : ''}" type="button" @click=${home}>
          ${ends.back}
        </button>
      </div>
      <p class="quiet" role="status">${this.#tried && !this.busy ? still : ''}</p>
    </main>`;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('reason')) this.#tried = false;
    else if (changed.has('busy') && !this.busy) this.#tried = true;
  }

  #renderAgain(name: string): TemplateResult {
    return html`<button
      class="button button-main"
      type="button"
      aria-disabled=${this.busy ? 'true' : nothing}
      @click=${() => this.send('again')}
    >${name}</button>`;
  }
}
