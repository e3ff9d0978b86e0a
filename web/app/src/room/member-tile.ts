import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { linkSentences } from '../sentences.ts';
import { icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { plays } from '../ui/plays.ts';
import { words } from '../words/words.ts';
import { linkStateText, securityText, type TileView } from './tileView.ts';

/** One member: picture or initials, name, and how the link to them stands. */
@customElement('member-tile')
export class MemberTile extends LightElement {
  @property({ attribute: false }) accessor view!: TileView;
  /** The device that others are heard on; empty for the system's default. */
  @property({ attribute: false }) accessor speaker = '';

  override render(): TemplateResult {
    const { view } = this;
    return html`<div
      class="tile ${view.speaking ? 'speaking' : ''} ${view.screen ? 'with-screen' : ''}"
      role="group"
      tabindex="-1"
      aria-label=${view.label}
    >
      <div class="avatar hue-${view.hue}" aria-hidden="true"><span>${view.initials}</span></div>
      ${this.#renderCamera()} ${this.#renderScreen()} ${this.#renderSound()}
      ${view.paused ? this.#renderPaused() : nothing} ${this.#renderLink()}
      ${this.#renderName()} ${view.you ? nothing : this.#renderPin()}
    </div>`;
  }

  #renderCamera(): TemplateResult | typeof nothing {
    const { camera, mirrored } = this.view;
    if (camera === null) return nothing;
    return html`<video
      class="tile-camera ${mirrored && this.view.you ? 'mirrored' : ''}"
      .muted=${true}
      playsinline
      autoplay
      ${plays(camera, this.#playing)}
    ></video>`;
  }

  #renderScreen(): TemplateResult | typeof nothing {
    const { screen, label } = this.view;
    if (screen === null) return nothing;
    return html`<video
      class="tile-screen"
      aria-label=${words().tile.screenOf(label)}
      .muted=${true}
      playsinline
      autoplay
      ${plays(screen, this.#playing)}
    ></video>`;
  }

  #renderSound(): TemplateResult | typeof nothing {
    const { microphone } = this.view;
    if (microphone === null) return nothing;
    return html`<audio
      autoplay
      ${plays(microphone, { ...this.#playing, speaker: this.speaker })}
    ></audio>`;
  }

  #renderPaused(): TemplateResult {
    return html`<p class="tile-paused">${icon('pause')}<span>${words().tile.paused}</span></p>`;
  }

  #renderName(): TemplateResult {
    const { label, muted, speaking, sharing } = this.view;
    return html`<div class="tile-name">
      ${
        muted
          ? html`<span class="sign">${icon('microphone-off')}<span class="unseen">${words().tile.muted}</span></span>`
          : nothing
      }
      <span class="name" dir="auto">${label}</span>
      ${
        speaking
          ? html`<span class="sign">${icon('waves')}<span class="unseen">${words().tile.speaking}</span></span>`
          : nothing
      }
      ${
        sharing
          ? html`<span class="sign">${icon('screen')}<span class="unseen">${words().tile.sharing}</span></span>`
          : nothing
      }
    </div>`;
  }

  #renderPin(): TemplateResult {
    const { id, pinned } = this.view;
    const name = pinned ? words().tile.unpin : words().tile.pin;
    return html`<button
      class="tile-pin ${pinned ? 'pinned' : ''}"
      type="button"
      aria-label=${name}
      title=${name}
      @click=${() => this.send('pin', id)}
    ><span class="tile-pin-sign">${icon('pin')}</span></button>`;
  }

  #renderLink(): TemplateResult | typeof nothing {
    const { view } = this;
    const { link } = view;
    if (link === null) return nothing;
    const connected = link.state === 'connected';
    const verified = link.security === 'end-to-end-verified';
    return html`<div class="tile-link">
        <span class="tile-state ${connected ? 'unseen' : ''}">${linkStateText(link.state)}</span>
        ${
          connected
            ? html`<span class="tile-security ${verified ? 'safe' : ''}"
              >${icon(verified ? 'lock' : 'lock-open')}<span>${securityText(link.security)}</span></span
            >`
            : nothing
        }
        ${connected && !verified && view.canVerify ? this.#renderVerify() : nothing}
      </div>
      ${connected || link.problem === null ? nothing : this.#renderProblem()}`;
  }

  /** Only where the link alone does not say who is there. */
  #renderVerify(): TemplateResult {
    return html`<button
      class="tile-verify"
      type="button"
      @click=${() => this.send('verify', this.view.id)}
    >${words().people.verify}</button>`;
  }

  #renderProblem(): TemplateResult | typeof nothing {
    const { link, id } = this.view;
    const problem = link?.problem;
    if (!problem) return nothing;
    const { cause, doing } = linkSentences(problem);
    const retry = (): void => {
      this.send('retry', id);
      // The button goes while Hearth tries; whoever works by keyboard stays at this tile.
      this.querySelector<HTMLElement>('.tile')?.focus({ preventScroll: true });
    };
    return html`<div class="tile-problem" role="alert">
      <p><strong>${cause}</strong></p>
      <p>${doing}</p>
      <button class="button" type="button" @click=${retry}>${words().app.tryAgain}</button>
      <details class="details">
        <summary>${words().app.details}</summary>
        <code>${problem.code}</code>
        <p>${problem.details}</p>
      </details>
    </div>`;
  }

  readonly #playing = {
    onBlocked: (): void => this.send('sound-blocked'),
    onSpeakerLost: (): void => this.send('say', words().devices.speakerUnusable),
  };
}
