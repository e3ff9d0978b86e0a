import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RecentRoom, RecentRooms } from '../recentRooms.ts';
import { pathOfRoom } from '../routing.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Listens } from '../ui/listens.ts';
import '../ui/remember-check.ts';
import { words } from '../words/words.ts';
import { lastVisit } from './lastVisit.ts';
import type { Destination } from './roomStart.ts';

/** The rooms of this browser: go to one, forget one, forget all. What was forgotten can be undone. */
@customElement('recent-rooms')
export class RecentRoomsList extends LightElement {
  @property({ attribute: false }) accessor recent!: RecentRooms;
  /** Whether there was something to show since the page opened: then the place of it stays. */
  #shown = false;

  constructor() {
    super();
    new Listens(this, () => [this.recent.changed]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('storage', this.#refresh);
    this.recent.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('storage', this.#refresh);
    this.recent.dropForgotten();
  }

  override render(): TemplateResult | typeof nothing {
    const { rooms, remembers } = this.recent;
    this.#shown ||= rooms.length > 0 || !remembers;
    if (!this.#shown) return nothing;
    return html`<section class="recent" aria-labelledby="recent-title">
      <header class="recent-head">
        <h2 id="recent-title" tabindex="-1">${words().recent.title}</h2>
        ${
          rooms.length > 1
            ? html`<button class="button button-quiet" type="button" @click=${this.#forgetAll}>
              ${words().recent.forgetAll}
            </button>`
            : nothing
        }
      </header>
      ${this.#renderForgotten()}
      <ul class="recent-list" role="list">
        ${repeat(
          rooms,
          ({ room }) => room,
          (one) => this.#renderRoom(one),
        )}
      </ul>
      <remember-check .recent=${this.recent}></remember-check>
    </section>`;
  }

  #renderRoom({ room, keyText, ownerToken, visitedAt }: RecentRoom): TemplateResult {
    const id = `recent-${room}`;
    const { forget, lastHere, yours } = words().recent;
    const when = lastVisit(visitedAt, Date.now(), words().language);
    return html`<li class="recent-room">
      <a
        class="recent-link"
        href=${pathOfRoom(room, keyText)}
        @click=${(event: MouseEvent) => this.#open(event, { room, keyText })}
      >
        ${icon(keyText === '' ? 'lock-open' : 'lock')}
        <span class="recent-words">
          <span class="recent-name" id=${id}>${room}</span>
          <span class="quiet">
            ${ownerToken === '' ? nothing : html`<strong class="recent-own">${yours}</strong>`}
            ${lastHere(when)}
          </span>
        </span>
      </a>
      <button
        class="button-icon"
        type="button"
        aria-label=${forget}
        title=${forget}
        aria-describedby=${id}
        @click=${() => this.#forget(room)}
      >${icon('close')}</button>
    </li>`;
  }

  #renderForgotten(): TemplateResult {
    const { forgotten, remembers } = this.recent;
    return html`<div class="recent-undo">
      <p class="quiet" role="status">${remembers ? forgottenSentence(forgotten) : ''}</p>
      ${
        forgotten.length > 0
          ? html`<button class="button" type="button" @click=${this.#undo}>${words().recent.undo}</button>`
          : nothing
      }
    </div>`;
  }

  readonly #refresh = (): void => this.recent.refresh();

  /** A plain click stays in the app; every other one opens a tab or window as links do. */
  #open(event: MouseEvent, to: Destination): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.send<Destination>('go', to);
  }

  #forget(room: string): void {
    this.recent.forget(room);
    void this.#focus('.recent-undo .button');
  }

  readonly #forgetAll = (): void => {
    this.recent.forgetAll();
    void this.#focus('.recent-undo .button');
  };

  readonly #undo = (): void => {
    const [first] = this.recent.forgotten;
    this.recent.undo();
    const back = [...this.recent.rooms].findIndex(({ room }) => room === first?.room);
    void this.#focus(`.recent-room:nth-child(${back + 1}) .recent-link`);
  };

  /** What was pressed goes; the focus moves to what one would press next. */
  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }
}

function forgottenSentence(forgotten: readonly RecentRoom[]): string {
  const [first, ...rest] = forgotten;
  if (first === undefined) return '';
  const { forgottenAll, forgottenOwn, forgotten: sentence } = words().recent;
  if (rest.length > 0) return forgottenAll(forgotten.length);
  return first.ownerToken === '' ? sentence(first.room) : forgottenOwn(first.room);
}
