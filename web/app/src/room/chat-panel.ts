import type { ChatMessage } from '@hearth/peering';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { listOfNames } from '../sentences.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { locale } from '../words/language.ts';
import { words } from '../words/words.ts';

/** Who is this close to the newest message, in CSS pixels, follows the talk. */
const nearTheEnd = 80;

/** What was written, and a place to write. Everything is shown as text, never as markup. */
@customElement('chat-panel')
export class ChatPanel extends LightElement {
  @property({ attribute: false }) accessor messages: readonly ChatMessage[] = [];
  @property({ attribute: false }) accessor problem = '';
  /** Whether a dialog lies over it, so that its names stand in the page once. */
  @property({ attribute: false }) accessor covered = false;
  @state() accessor #empty = true;
  #count = 0;
  #following = true;

  override render(): TemplateResult {
    return html`<section
      class="panel"
      aria-label=${words().chat.title}
      aria-hidden=${this.covered ? 'true' : nothing}
      @keydown=${this.#closeOnEscape}
    >
      <header class="panel-head">
        <h2>${words().chat.title}</h2>
        <button class="button-icon" type="button" aria-label=${words().app.close} @click=${this.#close}>
          ${icon('close')}
        </button>
      </header>
      <div class="chat-log" role="log" aria-label=${words().chat.messages} tabindex="0">
        ${this.messages.length === 0 ? html`<p class="quiet">${words().chat.empty}</p>` : nothing}
        ${this.#renderEarlier()}
        ${this.#renderMessages(this.messages.filter(({ earlier }) => !earlier))}
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <form class="chat-write" @submit=${this.#submit}>
        <textarea
          class="field"
          rows="1"
          dir="auto"
          maxlength="4000"
          aria-label=${words().chat.message}
          placeholder=${words().chat.message}
          enterkeyhint="send"
          @keydown=${this.#sendOnEnter}
          @input=${this.#noteText}
        ></textarea>
        <button class="button button-main" type="submit" aria-disabled=${this.#empty ? 'true' : nothing}>
          ${words().chat.send}
        </button>
      </form>
    </section>`;
  }

  override firstUpdated(): void {
    this.#field?.focus({ preventScroll: true });
  }

  /** New words come into view, unless one is reading further up. */
  override willUpdate(): void {
    const log = this.querySelector('.chat-log');
    const below = log === null ? 0 : log.scrollHeight - log.scrollTop - log.clientHeight;
    this.#following = below < nearTheEnd || this.messages.at(-1)?.mine === true;
  }

  override updated(): void {
    if (this.messages.length === this.#count) return;
    this.#count = this.messages.length;
    const log = this.querySelector('.chat-log');
    if (this.#following) log?.scrollTo({ top: log.scrollHeight });
  }

  /** Empties the box; called once a message is on its way. */
  clear(): void {
    if (this.#field) this.#field.value = '';
    this.#empty = true;
  }

  /** What others told us of the talk before; it comes all at once, so it is not read out. */
  #renderEarlier(): TemplateResult | typeof nothing {
    const earlier = this.messages.filter((message) => message.earlier);
    if (earlier.length === 0) return nothing;
    return html`<section class="earlier" aria-labelledby="chat-earlier" aria-live="off">
      <h3 class="earlier-title" id="chat-earlier">${words().chat.earlier}</h3>
      ${this.#renderMessages(earlier)}
    </section>`;
  }

  #renderMessages(messages: readonly ChatMessage[]): unknown {
    return repeat(
      messages,
      ({ author, id }) => `${author} ${id}`,
      (message, index) => this.#renderMessage(message, messages[index - 1]),
    );
  }

  #renderMessage(message: ChatMessage, before: ChatMessage | undefined): TemplateResult {
    const follows = before?.author === message.author && before.name === message.name;
    const { undelivered } = message;
    return html`<article class="message ${message.mine ? 'message-mine' : ''}">
      ${
        follows
          ? nothing
          : html`<p class="message-head">
            <span class="message-name" dir="auto">${message.mine ? words().chat.you : message.name}</span>
            <time datetime=${message.sentAt.toISOString()}>${timeOf(message.sentAt)}</time>
          </p>`
      }
      <p class="message-text" dir="auto">${message.text}</p>
      ${
        undelivered.length > 0
          ? html`<p class="message-lost">${words().chat.undelivered(listOfNames(undelivered))}</p>`
          : nothing
      }
    </article>`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  readonly #close = (): void => this.send('panel-close');

  readonly #closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  };

  readonly #noteText = (): void => {
    this.#empty = !this.#field?.value.trim();
  };

  readonly #sendOnEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#say();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.#say();
    this.#field?.focus();
  };

  #say(): void {
    const text = this.#field?.value.trim() ?? '';
    if (text !== '') this.send('message', text);
  }
}

/** The day stands beside the time of what was not written today. */
function timeOf(date: Date): string {
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  return date.toDateString() === new Date().toDateString()
    ? date.toLocaleTimeString(locale(), clock)
    : date.toLocaleString(locale(), { day: 'numeric', month: 'short', ...clock });
}
