import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type IconName, icon } from '../ui/icon.ts';
import { LightElement } from '../ui/lightElement.ts';
import { words } from '../words/words.ts';
import type { StageView } from './stageView.ts';

/** Whether whoever comes has to knock. */
export type DoorControl = 'lock';

export type Control =
  | 'microphone'
  | 'camera'
  | 'switch-camera'
  | 'screen'
  | 'chat'
  | 'people'
  | 'view'
  | 'invite'
  | DoorControl
  | 'settings'
  | 'leave';

interface Button {
  readonly control: Control;
  readonly icon: IconName;
  /** The accessible name; the caption under the button is a part of it. */
  readonly name: string;
  readonly caption: string;
  readonly look?: 'off' | 'open' | 'leave';
  readonly count?: number;
}

/** What one can do in a room. Sends `control` with what was asked for. */
@customElement('control-bar')
export class ControlBar extends LightElement {
  @property({ attribute: false }) accessor room = '';
  @property({ attribute: false }) accessor microphoneOn = false;
  @property({ attribute: false }) accessor cameraOn = false;
  @property({ attribute: false }) accessor sharing = false;
  @property({ attribute: false }) accessor canShare = false;
  @property({ attribute: false }) accessor canSwitchCamera = false;
  @property({ attribute: false }) accessor panel: 'chat' | 'people' | null = null;
  @property({ attribute: false }) accessor unread = 0;
  /** How the stage is arranged; null where there is nothing to arrange. */
  @property({ attribute: false }) accessor view: StageView | null = null;
  /** Whether one may lock and unlock the room. */
  @property({ attribute: false }) accessor owner = false;
  @property({ attribute: false }) accessor locked = false;

  override render(): TemplateResult {
    return html`<div class="bar">
      <p class="bar-place">
        ${this.locked ? html`<span class="bar-locked">${icon('door')}<span class="unseen">${words().bar.locked}</span></span>` : nothing}
        <span class="bar-room">${this.room}</span>
      </p>
      <div class="bar-main">${this.#mainButtons().map((button) => this.#renderButton(button))}</div>
      <div class="bar-side">${this.#sideButtons().map((button) => this.#renderButton(button))}</div>
    </div>`;
  }

  #mainButtons(): readonly Button[] {
    const { microphoneOn, cameraOn, sharing } = this;
    const { bar } = words();
    const buttons: readonly (Button | false)[] = [
      microphoneOn
        ? { control: 'microphone', icon: 'microphone', ...bar.mute }
        : {
            control: 'microphone',
            icon: 'microphone-off',
            ...bar.unmute,
            look: 'off',
          },
      cameraOn
        ? { control: 'camera', icon: 'camera', ...bar.cameraOff }
        : {
            control: 'camera',
            icon: 'camera-off',
            ...bar.cameraOn,
            look: 'off',
          },
      this.canSwitchCamera &&
        cameraOn && {
          control: 'switch-camera',
          icon: 'flip',
          ...bar.switchCamera,
        },
      this.canShare &&
        (sharing
          ? {
              control: 'screen',
              icon: 'screen-off',
              ...bar.stopSharing,
              look: 'open',
            }
          : { control: 'screen', icon: 'screen', ...bar.share }),
      {
        control: 'chat',
        icon: 'chat',
        ...bar.chat,
        count: this.unread,
        ...(this.panel === 'chat' && { look: 'open' as const }),
      },
      { control: 'leave', icon: 'leave', ...bar.leave, look: 'leave' },
    ];
    return buttons.filter((button) => button !== false);
  }

  #sideButtons(): readonly Button[] {
    const { bar } = words();
    const lock: Button = this.locked
      ? { control: 'lock', icon: 'door', ...bar.unlock, look: 'open' }
      : { control: 'lock', icon: 'door-open', ...bar.lock };
    const other: Button =
      this.view === 'grid'
        ? { control: 'view', icon: 'speaker-view', ...bar.speakerView }
        : { control: 'view', icon: 'grid', ...bar.gridView };
    return [
      ...(this.view === null ? [] : [other]),
      {
        control: 'people',
        icon: 'people',
        ...bar.people,
        ...(this.panel === 'people' && { look: 'open' as const }),
      },
      { control: 'invite', icon: 'invite', ...bar.invite },
      ...(this.owner ? [lock] : []),
      { control: 'settings', icon: 'settings', ...bar.settings },
    ];
  }

  #renderButton({
    control,
    icon: drawing,
    name,
    caption,
    look,
    count = 0,
  }: Button): TemplateResult {
    return html`<button
      class="control ${look === undefined ? '' : `control-${look}`}"
      type="button"
      data-control=${control}
      aria-label=${name}
      title=${name}
      @click=${() => this.send<Control>('control', control)}
    >
      <span class="control-icon">
        ${icon(drawing)}
        ${count > 0 ? html`<span class="count" data-count=${count}></span>` : nothing}
      </span>
      <span class="control-caption" aria-hidden="true">${caption}</span>
    </button>`;
  }
}
