import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import '../ui/two-step.ts';
import { words } from '../words/words.ts';
import { linkStateText, securityText, type TileView } from './tileView.ts';

/**
 * Everyone inside, and how safe and how well each link stands. Sends `verify` and, from the owner,
 * `remove` with a member's id, and `close-room`.
 */
@customElement('people-panel')
export class PeoplePanel extends LightElement {
  @property({ attribute: false }) accessor tiles: readonly TileView[] = [];
  @property({ attribute: false }) accessor capacity = 0;
  @property({ attribute: false }) accessor covered = false;
  /** Whether one may remove people and close the room. */
  @property({ attribute: false }) accessor owner = false;
  @property({ attribute: false }) accessor locked = false;

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
      ${this.locked ? html`<p class="quiet people-locked">${icon('door')}${words().people.locked}</p>` : nothing}
      <ul class="people" role="list">
        ${repeat(
          this.tiles,
          ({ id }) => id,
          (view) => this.#renderPerson(view),
        )}
      </ul>
      ${this.owner ? this.#renderCloseRoom() : nothing}
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

  #renderPerson(view: TileView): TemplateResult {
    return html`<li class="person">
      <span class="avatar avatar-small hue-${view.hue}" aria-hidden="true"><span>${view.initials}</span></span>
      <span class="person-words">
        <span class="person-name" id=${nameId(view)} dir="auto">${view.label}</span>
        ${renderTrust(view)}
      </span>
      ${
        view.muted
          ? html`<span class="sign">${icon('microphone-off')}<span class="unseen">${words().tile.muted}</span></span>`
          : nothing
      }
      ${this.#renderActions(view)}
    </li>`;
  }

  #renderActions(view: TileView): TemplateResult | typeof nothing {
    const removable = this.owner && !view.you;
    if (!view.canVerify && !removable) return nothing;
    return html`<div class="person-actions">
      ${view.canVerify ? this.#renderVerify(view) : nothing}
      ${removable ? this.#renderRemove(view) : nothing}
    </div>`;
  }

  #renderVerify(view: TileView): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-describedby=${nameId(view)}
      @click=${() => this.send('verify', view.id)}
    >${words().people.verify}</button>`;
  }

  #renderRemove(view: TileView): TemplateResult {
    const { remove, removeSure, keep } = words().people;
    return html`<two-step
      .action=${remove}
      .sentence=${removeSure(view.label)}
      .keep=${keep}
      .about=${nameId(view)}
      @sure=${() => this.#remove(view.id)}
    ></two-step>`;
  }

  #renderCloseRoom(): TemplateResult {
    const { closeRoom, closeSure, keepOpen } = words().people;
    return html`<two-step
      class="people-foot"
      .action=${closeRoom}
      .sentence=${closeSure}
      .keep=${keepOpen}
      @sure=${() => this.send('close-room')}
    ></two-step>`;
  }

  /** The row goes soon; whoever works by keyboard stays in the panel. */
  #remove(id: string): void {
    this.querySelector('h2')?.focus({ preventScroll: true });
    this.send('remove', id);
  }
}

function nameId({ id }: TileView): string {
  return `person-${id}`;
}

function renderTrust({ link, compared }: TileView): TemplateResult | typeof nothing {
  if (link === null) return nothing;
  const text = link.state === 'connected' ? securityText(link.security) : linkStateText(link.state);
  return html`<span class="quiet">${text}</span>
    ${
      compared
        ? html`<span class="person-compared">${icon('check')}<span>${words().people.compared}</span></span>`
        : nothing
    }`;
}
