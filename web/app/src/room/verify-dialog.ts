import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { Modal } from '../ui/modal.ts';
import { words } from '../words/words.ts';
import type { VerificationView } from './verifying.ts';

/** Two people compare seven signs. Sends `compared` with whether they match; closing gives up. */
@customElement('verify-dialog')
export class VerifyDialog extends LightElement {
  @property({ attribute: false }) accessor view!: VerificationView;
  readonly #modal = new Modal(this, () => this.send('dialog-closed'));

  override render(): TemplateResult {
    const { verify, app } = words();
    const { name, state, emoji } = this.view;
    return html`<dialog class="dialog" aria-labelledby="verify-title" aria-describedby="verify-words">
      <div class="dialog-inside">
        <header class="panel-head">
          <h2 id="verify-title" tabindex="-1" dir="auto">${verify.title(name)}</h2>
          <button class="button-icon" type="button" aria-label=${app.close} @click=${this.#modal.close}>
            ${icon('close')}
          </button>
        </header>
        <p id="verify-words" class="verify-${state}" role="status">
          ${state === 'confirmed' ? icon('check') : nothing}<span>${sentenceOf(this.view)}</span>
        </p>
        ${state === 'comparing' ? this.#renderSigns(emoji ?? []) : nothing}
        ${this.#renderActions()}
      </div>
    </dialog>`;
  }

  /** What was pressed may have gone; the focus stays in the dialog. */
  override updated(): void {
    if (this.contains(document.activeElement)) return;
    this.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  #renderSigns(emoji: readonly string[]): TemplateResult {
    const { signs, signNames } = words().verify;
    const names: Readonly<Record<string, string>> = signNames;
    return html`<ol class="signs" role="list" aria-label=${signs}>
      ${emoji.map(
        (sign) => html`<li class="sign-one">
          <span class="sign-picture" aria-hidden="true">${sign}</span>
          <span class="sign-name">${names[sign]}</span>
        </li>`,
      )}
    </ol>`;
  }

  #renderActions(): TemplateResult | typeof nothing {
    const { state } = this.view;
    if (state !== 'waiting' && state !== 'comparing') return nothing;
    const { match, differ, cancel } = words().verify;
    const answer = (match: boolean) => (): void => this.send<boolean>('compared', match);
    return html`<div class="actions">
      ${
        state === 'comparing'
          ? html`<button class="button button-main" type="button" @click=${answer(true)}>${match}</button>
            <button class="button" type="button" @click=${answer(false)}>${differ}</button>`
          : nothing
      }
      <button class="button button-quiet" type="button" @click=${this.#modal.close}>${cancel}</button>
    </div>`;
  }
}

function sentenceOf({ name, state }: VerificationView): string {
  const { verify } = words();
  switch (state) {
    case 'waiting':
      return verify.waiting;
    case 'comparing':
      return verify.compare(name);
    case 'confirmed':
      return verify.confirmed(name);
    case 'cancelled':
      return verify.cancelled;
    case 'differs':
      return verify.differs(name);
    case 'refused':
      return verify.refused(name);
  }
}
