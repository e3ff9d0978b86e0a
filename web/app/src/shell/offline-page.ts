import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import { words } from '../words/words.ts';

const lookAgainAfterMs = 3000;

/** What stands in place of a page while the server is away; it gives way by itself. */
@customElement('offline-page')
export class OfflinePage extends LightElement {
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    // What the file shows until the words are there.
    this.replaceChildren();
    super.connectedCallback();
    document.title = `${words().offline.title} · Hearth`;
    addEventListener('online', this.#look);
    this.#lookLater();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#look);
    clearTimeout(this.#timer);
  }

  override render(): TemplateResult {
    const { offline, app } = words();
    return html`<main class="end">
      ${mark()}
      <h1>${offline.title}</h1>
      <p class="quiet">${offline.words}</p>
      <div class="actions">
        <button class="button button-main" type="button" @click=${() => location.reload()}>
          ${app.tryAgain}
        </button>
      </div>
    </main>`;
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#look, lookAgainAfterMs);
  }

  readonly #look = async (): Promise<void> => {
    const answer = await fetch('/healthz').catch(() => null);
    if (answer?.ok) location.reload();
    else if (this.isConnected) this.#lookLater();
  };
}
