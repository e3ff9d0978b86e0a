import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { words } from '../words/words.ts';
import { linkStateText, securityText, type TileView } from './tileView.ts';

/** Everyone inside, and how safe and how well each link stands. */
@customElement('people-panel')
export class PeoplePanel extends LightElement {
  @property({ attribute: false }) accessor tiles: readonly TileView[] = [];
  @property({ attribute: false }) accessor capacity = 0;
  @property({ attribute: false }) accessor covered = false;

  override render(): TemplateResult {
    return html`<section
      class="panel"
      aria-label=${words().people.title}
      aria-hidden=${this.covered ? 'true' : nothing}
      @keydown=${this.#closeOnEscape}
    >
      <header class="panel-head">
        <h2 tabindex="-1">${words().people.title}</h2>
        <button class="button-icon" type="button" aria-label=${words().app.close} @click=${this.#close}>
          ${icon('close')}
        </button>
      </header>
      <p class="quiet">${words().people.places(this.tiles.length, this.capacity)}</p>
      <ul class="people" role="list">${this.tiles.map(renderPerson)}</ul>
    </section>`;
  }

  override firstUpdated(): void {
    this.querySelector('h2')?.focus({ preventScroll: true });
  }

  readonly #close = (): void => this.send('panel-close');

  readonly #closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  };
}

function renderPerson(view: TileView): TemplateResult {
  const { link, muted } = view;
  return html`<li class="person">
    <span class="avatar avatar-small hue-${view.hue}" aria-hidden="true"><span>${view.initials}</span></span>
    <span class="person-words">
      <span class="person-name" dir="auto">${view.label}</span>
      ${
        link === null
          ? nothing
          : html`<span class="quiet">
            ${link.state === 'connected' ? securityText(link.security) : linkStateText(link.state)}
          </span>`
      }
    </span>
    ${
      muted
        ? html`<span class="sign">${icon('microphone-off')}<span class="unseen">${words().tile.muted}</span></span>`
        : nothing
    }
  </li>`;
}
