import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import { words } from '../words/words.ts';

/** Before the door of a locked room. Sends `leave` when one does not want to wait any longer. */
@customElement('waiting-page')
export class WaitingPage extends LightElement {
  override render(): TemplateResult {
    const { waiting } = words();
    return html`<main class="end waiting">
      ${mark()}
      <h1 tabindex="-1">${waiting.title}</h1>
      <p class="quiet">${waiting.words}</p>
      <p class="quiet">${waiting.patience}</p>
      <div class="actions">
        <button class="button" type="button" @click=${() => this.send('leave')}>${waiting.leave}</button>
      </div>
    </main>`;
  }
}
