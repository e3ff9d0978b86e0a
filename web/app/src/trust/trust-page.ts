import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  askSecureAddress,
  placeAfterTrust,
  type SecureAddress,
  secureLink,
  startCommand,
} from '../secure/secureAddress.ts';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import { words } from '../words/words.ts';
import { type TrustKind, trustKindOf, trustKinds } from './trustKind.ts';

/** How this device gets to know the server's own authority, in three steps for each kind. */
@customElement('trust-page')
export class TrustPage extends LightElement {
  /** Undefined until the server has answered. */
  @state() accessor #address: SecureAddress | null | undefined = undefined;
  @state() accessor #kind: TrustKind = trustKindOf(navigator.userAgent, navigator.maxTouchPoints);

  override connectedCallback(): void {
    super.connectedCallback();
    void askSecureAddress().then((address) => {
      this.#address = address;
    });
  }

  override render(): TemplateResult {
    return html`<main class="trust">
      <p class="brand brand-small">${mark()}<span>Hearth</span></p>
      ${this.#address === undefined ? nothing : this.#renderFor(this.#address)}
    </main>`;
  }

  #renderFor(address: SecureAddress | null): TemplateResult {
    const { trust } = words();
    if (!address?.port)
      return this.#renderNothing(html`${trust.notYet} <code>${startCommand}</code>`);
    if (address.authority === null) {
      return this.#renderNothing(html`${trust.known}`, this.#renderOpen(address.port));
    }
    return html`<h1 tabindex="-1">${trust.title}</h1>
      <p>${trust.why}</p>
      ${this.#renderKinds()} ${this.#renderSteps(address.authority)}
      <div class="actions">${this.#renderOpen(address.port)}</div>
      ${this.#renderDetails(address.fingerprint)}`;
  }

  #renderNothing(why: TemplateResult, open?: TemplateResult): TemplateResult {
    return html`<h1 tabindex="-1">${words().trust.nothing}</h1>
      <p>${why}</p>
      <div class="actions">${open ?? html`<a class="button" href="/">${words().ends.back}</a>`}</div>`;
  }

  #renderKinds(): TemplateResult {
    const { trust } = words();
    return html`<div class="kinds" role="group" aria-label=${trust.kind}>
      ${trustKinds.map(
        (kind) => html`<button
          class="button"
          type="button"
          aria-pressed=${kind === this.#kind ? 'true' : 'false'}
          @click=${() => {
            this.#kind = kind;
          }}
        >${trust.kinds[kind]}</button>`,
      )}
    </div>`;
  }

  #renderSteps(authority: string): TemplateResult {
    const { trust } = words();
    return html`<ol class="steps">
      ${trust.steps[this.#kind].map(
        (step, index) => html`<li>
          <p>${step}</p>
          ${
            index === 0
              ? html`<a class="button" href=${authority} download="hearth-ca.crt">
                  ${trust.download}
                </a>`
              : nothing
          }
        </li>`,
      )}
    </ol>`;
  }

  #renderOpen(port: number): TemplateResult {
    return html`<a
      class="button button-main button-large"
      href=${secureLink(placeAfterTrust(location), port)}
    >${words().secure.open}</a>`;
  }

  #renderDetails(fingerprint: string): TemplateResult {
    const { trust } = words();
    return html`<details class="details">
      <summary>${trust.what}</summary>
      <p>${trust.bounds}</p>
      <p>${trust.compare}</p>
      <code>${fingerprint}</code>
    </details>`;
  }
}
