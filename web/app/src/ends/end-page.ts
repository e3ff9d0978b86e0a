import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../ui/lightElement.ts';
import { mark } from '../ui/mark.ts';
import type { EndReason } from '../visit.ts';

interface End {
  readonly title: string;
  readonly words: string;
  /** The name of the button that leads in again, where there is a way. */
  readonly again: 'Rejoin' | 'Try again' | null;
  /** What to say when one tried and it is so still. */
  readonly still?: string;
}

/** Ends are places too: what happened, and where one can go from here. */
const ends: Readonly<Record<EndReason, End>> = {
  left: {
    title: 'You left the room',
    words: 'Your camera and microphone are off.',
    again: 'Rejoin',
  },
  full: {
    title: 'This room is full',
    words: 'Everyone inside has a place. When somebody leaves, you can come in.',
    again: 'Try again',
    still: 'It is still full. Try again in a moment.',
  },
  idle: {
    title: 'The line went quiet',
    words: 'Nothing was heard from this page for a long time, so its place was given up.',
    again: 'Rejoin',
  },
  replaced: {
    title: 'You are in this room somewhere else',
    words: 'Your place was opened in another tab or window. The call goes on there.',
    again: 'Rejoin',
  },
  'too-slow': {
    title: 'The connection could not keep up',
    words: 'Too much was waiting to reach you, so your place was given up.',
    again: 'Rejoin',
  },
  lost: {
    title: 'The connection was lost',
    words: 'Hearth could not bring it back. Check your connection, then come in again.',
    again: 'Rejoin',
  },
  'missing-key': {
    title: 'Part of the link is missing. Ask for it again.',
    words: 'The end of the link, after the # sign, opens the room. Without it nobody can come in.',
    again: null,
  },
  'wrong-key': {
    title: 'This link does not open the room. Ask for it again.',
    words: 'The end of the link, after the # sign, belongs to another room.',
    again: null,
  },
  insecure: {
    title: 'This room needs a secure address',
    words:
      'Its secret link works only on pages with https, or on the computer Hearth runs on. Ask for a link that begins with https.',
    again: null,
  },
};

/** Where a visit ends. */
@customElement('end-page')
export class EndPage extends LightElement {
  @property({ attribute: false }) accessor reason: EndReason = 'left';
  @property({ attribute: false }) accessor busy = false;
  @state() accessor #tried = false;

  override render(): TemplateResult {
    const { title, words, again, still = '' } = ends[this.reason];
    const home = (): void => this.send('go', {});
    return html`<main class="end">
      ${mark()}
      <h1 tabindex="-1">${title}</h1>
      <p class="quiet">${words}</p>
      <div class="actions">
        ${again === null ? nothing : this.#renderAgain(again)}
        <button class="button ${again === null ? 'button-main' : ''}" type="button" @click=${home}>
          Back to start
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
