import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { LightElement } from '../ui/lightElement.ts';
import { words } from '../words/words.ts';
import {
  askSecureAddress,
  type SecureAddress,
  secureLink,
  startCommand,
  trustLink,
} from './secureAddress.ts';

/**
 * On a page without https: where the same page is with it. The end of the link, after the `#`, is
 * carried over by the link itself and never told to the server.
 */
@customElement('secure-address')
export class SecureAddressNotice extends LightElement {
  /** Undefined until the server has answered. */
  @state() accessor #address: SecureAddress | null | undefined = undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void askSecureAddress().then((address) => {
      this.#address = address;
    });
  }

  override render(): TemplateResult | typeof nothing {
    const address = this.#address;
    if (address === undefined) return nothing;
    return html`<div class="secure-address">
      ${address?.port ? this.#renderLink(address.port, address) : this.#renderHow()}
    </div>`;
  }

  #renderLink(port: number, { authority }: SecureAddress): TemplateResult {
    const { secure } = words();
    return html`<a class="button button-main" href=${secureLink(location, port)}>${secure.open}</a>
      ${
        authority === null
          ? nothing
          : html`<p class="quiet">
              ${secure.unknown} <a class="link" href=${trustLink(location)}>${secure.steps}</a>
            </p>`
      }`;
  }

  #renderHow(): TemplateResult {
    const { secure } = words();
    return html`<p class="quiet">${secure.start} <code>${startCommand}</code></p>`;
  }
}

/** The notice with its heading, for pages that go on without the camera; nothing where it works. */
export function secureAddressNotice(): TemplateResult | typeof nothing {
  if (isSecureContext) return nothing;
  const { secure } = words();
  return html`<section class="notice" aria-label=${secure.title}>
    <h2>${secure.title}</h2>
    <p class="quiet">${secure.why}</p>
    <secure-address></secure-address>
  </section>`;
}
