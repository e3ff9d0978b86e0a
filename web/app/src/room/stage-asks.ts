import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { type IconName, icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { words } from '../words/words.ts';

/** Somebody wants to come in, or to compare the safety code. */
export interface Ask {
  readonly kind: 'knock' | 'verification';
  readonly id: string;
  readonly name: string;
}

/** What waits for an answer. It stands on the stage and takes nobody's attention by force. Sends `answer`. */
@customElement('stage-asks')
export class StageAsks extends LightElement {
  @property({ attribute: false }) accessor asks: readonly Ask[] = [];
  #hadFocus = false;

  override willUpdate(): void {
    this.#hadFocus = this.contains(document.activeElement);
  }

  /** The answered one goes; whoever works by keyboard stays with the next one, or in the room. */
  override updated(): void {
    if (!this.#hadFocus || this.contains(document.activeElement)) return;
    const next = this.querySelector<HTMLElement>('.button-main') ?? this.#heading;
    next?.focus({ preventScroll: true });
  }

  override render(): TemplateResult | typeof nothing {
    if (this.asks.length === 0) return nothing;
    return html`<section class="asks" aria-label=${words().asks.title}>
      <ul class="asks-list" role="list">
        ${repeat(
          this.asks,
          ({ kind, id }) => `${kind} ${id}`,
          (ask, index) => this.#renderAsk(ask, index),
        )}
      </ul>
    </section>`;
  }

  get #heading(): HTMLElement | null {
    return this.closest('main')?.querySelector('h1') ?? null;
  }

  #renderAsk(ask: Ask, index: number): TemplateResult {
    const { asks } = words();
    const isKnock = ask.kind === 'knock';
    const drawing: IconName = isKnock ? 'door' : 'lock';
    const sentence = isKnock ? asks.knocks(ask.name) : asks.wantsToVerify(ask.name);
    const answer = (yes: boolean) => (): void => this.send<Answer>('answer', { ask, yes });
    const id = `ask-${index}`;
    return html`<li class="ask">
      <p class="ask-words">${icon(drawing)}<span id=${id} dir="auto">${sentence}</span></p>
      <div class="actions">
        <button class="button button-main" type="button" aria-describedby=${id} @click=${answer(true)}>
          ${isKnock ? asks.letIn : asks.compare}
        </button>
        <button class="button" type="button" aria-describedby=${id} @click=${answer(false)}>
          ${isKnock ? asks.refuse : asks.notNow}
        </button>
      </div>
    </li>`;
  }
}

export interface Answer {
  readonly ask: Ask;
  readonly yes: boolean;
}
