import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecentRooms } from '../recentRooms.ts';
import { secureAddressNotice } from '../secure/secure-address.ts';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import { words } from '../words/words.ts';
import './recent-rooms.ts';
import { type Destination, RoomStart } from './roomStart.ts';
import { hearthScene } from './scene.ts';

/** The first page: start a room, or go to one. */
@customElement('home-page')
export class HomePage extends LightElement {
  /** Whether one came here from another page of the app. */
  @property({ attribute: false }) accessor moved = false;
  @property({ attribute: false }) accessor recent!: RecentRooms;
  readonly #rooms = new RoomStart(this, (to) => this.#go(to));

  override render(): TemplateResult {
    return html`<main class="home">
      <div class="home-words">
        <p class="brand">${mark()}<span>Hearth</span></p>
        <h1 tabindex="-1">${words().home.title}</h1>
        ${secureAddressNotice()} ${this.#renderStart()} ${this.#renderEnter()}
      </div>
      <div class="home-side">
        ${hearthScene()}
        <recent-rooms .recent=${this.recent}></recent-rooms>
      </div>
    </main>`;
  }

  override firstUpdated(): void {
    if (this.moved) this.querySelector('h1')?.focus();
  }

  #renderStart(): TemplateResult {
    const { busy, startProblem } = this.#rooms;
    return html`<div class="home-start">
      <button
        class="button button-large ${isSecureContext ? 'button-main' : ''}"
        type="button"
        aria-disabled=${busy ? 'true' : nothing}
        @click=${() => void this.#rooms.start()}
      >${words().home.start}</button>
      <p class="quiet">${words().home.startNote}</p>
      ${startProblem ? html`<p class="problem" role="alert">${startProblem}</p>` : nothing}
    </div>`;
  }

  #renderEnter(): TemplateResult {
    const { linkProblem } = this.#rooms;
    return html`<form class="home-enter" novalidate @submit=${this.#enter}>
      <label class="field-label" for="room-link">${words().home.enterLabel}</label>
      <div class="field-row">
        <input
          id="room-link"
          class="field"
          name="room"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="go"
          aria-describedby="room-link-note"
          aria-invalid=${linkProblem ? 'true' : nothing}
        />
        <button class="button" type="submit">${words().home.enter}</button>
      </div>
      ${linkProblem ? html`<p class="problem" role="alert">${linkProblem}</p>` : nothing}
      <p class="quiet" id="room-link-note">${words().home.enterNote}</p>
    </form>`;
  }

  /** Nobody is told twice that a room is theirs: its maker keeps that at once. */
  #go(to: Destination): void {
    if (to.ownerToken) this.recent.visit(to, Date.now());
    this.send<Destination>('go', to);
  }

  readonly #enter = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.querySelector<HTMLInputElement>('#room-link');
    this.#rooms.enter(field?.value ?? '');
    if (this.#rooms.linkProblem) field?.focus();
  };
}
