import type { Room, VideoSize } from '@hearth/peering';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LocalMedia } from '../media/localMedia.ts';
import type { MicrophoneLevel } from '../media/microphoneLevel.ts';
import type { Memory } from '../memory.ts';
import type { News } from '../news.ts';
import type { RecentRooms } from '../recentRooms.ts';
import { Every } from '../ui/every.ts';
import '../ui/hearth-news.ts';
import { KeyboardInset } from '../ui/keyboardInset.ts';
import { LightElement } from '../ui/lightElement.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/words.ts';
import './alone-card.ts';
import { Call, type Panel } from './call.ts';
import './chat-panel.ts';
import type { ChatPanel } from './chat-panel.ts';
import './control-bar.ts';
import type { Control } from './control-bar.ts';
import './invite-dialog.ts';
import './participants-stage.ts';
import './people-panel.ts';
import './settings-dialog.ts';
import './stage-asks.ts';
import type { Answer } from './stage-asks.ts';
import './verify-dialog.ts';
import { WakeLock } from './wakeLock.ts';

/** How often the levels are read, in milliseconds: often enough to catch single syllables. */
const listenEveryMs = 60;

/** The room: everyone inside, what one can do, and what is written. */
@customElement('room-page')
export class RoomPage extends LightElement {
  @property({ attribute: false }) accessor room!: Room;
  @property({ attribute: false }) accessor visit!: Visit;
  @property({ attribute: false }) accessor media!: LocalMedia;
  @property({ attribute: false }) accessor memory!: Memory;
  @property({ attribute: false }) accessor recent!: RecentRooms;
  @property({ attribute: false }) accessor news!: News;
  @property({ attribute: false }) accessor level!: MicrophoneLevel;
  #call: Call | null = null;

  constructor() {
    super();
    new Every(this, listenEveryMs, (now) => this.#call?.listen(now));
    new WakeLock(this);
    new KeyboardInset(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#call?.close();
    this.#call = null;
  }

  /** A place that was taken anew is another room object, and so another call. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (this.#call !== null && !changed.has('room')) return;
    this.#call?.close();
    this.#call = new Call(this.room, this, () => this.visit.leave());
    this.#call.changed.on(() => this.requestUpdate());
    this.visit.onWelcomeBack = () => this.news.say(words().news.welcomeBack);
  }

  override render(): TemplateResult | typeof nothing {
    const call = this.#call;
    if (call === null) return nothing;
    return html`<main
      class="room ${call.panel ? 'with-panel' : ''}"
      @say=${(event: CustomEvent<string>) => this.news.say(event.detail)}
      @control=${this.#handleControl}
      @panel-close=${this.#closePanel}
      @dialog-closed=${() => call.closeDialog()}
      @answer=${(event: CustomEvent<Answer>) => call.answer(event.detail)}
      @verify=${(event: CustomEvent<string>) => call.verify(event.detail)}
      @remove=${(event: CustomEvent<string>) => this.room.remove(event.detail)}
      @close-room=${() => this.room.closeForAll()}
      @compared=${(event: CustomEvent<boolean>) => call.verifying.answer(event.detail)}
      @pin=${(event: CustomEvent<string>) => call.stage.pin(event.detail)}
      @retry=${(event: CustomEvent<string>) => this.room.retryLink(event.detail)}
      @sound-blocked=${this.#handleBlocked}
    >
      <h1 class="unseen" tabindex="-1">${words().room.title(this.room.id)}</h1>
      ${this.#renderStage(call)} ${this.#renderPanel(call)} ${this.#renderBar(call)}
      ${this.#renderDialog(call)}
    </main>`;
  }

  #renderStage(call: Call): TemplateResult {
    return html`<div class="stage ${call.alone ? 'stage-alone' : ''}">
      <participants-stage
        .tiles=${call.tiles}
        .speaker=${this.media.chosen('speaker')}
        .featured=${call.stage.featured(call.tiles)}
      ></participants-stage>
      ${
        call.alone && call.dialog !== 'invite'
          ? html`<alone-card .link=${this.visit.link} .left=${call.met}></alone-card>`
          : nothing
      }
      <stage-asks .asks=${call.asks}></stage-asks>
      ${
        call.dialog === null
          ? html`<hearth-news .news=${this.news} .unseen=${'asks'}></hearth-news>`
          : nothing
      }
      ${
        call.soundBlocked
          ? html`<button class="button button-main hear" type="button" @click=${this.#hearEveryone}>
            ${words().room.hearEveryone}
          </button>`
          : nothing
      }
    </div>`;
  }

  #renderPanel(call: Call): TemplateResult | typeof nothing {
    const covered = call.dialog !== null;
    if (call.panel === 'chat') {
      return html`<chat-panel
        .messages=${this.room.chat}
        .problem=${call.conversation.problem}
        .covered=${covered}
        @message=${this.#say}
      ></chat-panel>`;
    }
    if (call.panel !== 'people') return nothing;
    return html`<people-panel
      .tiles=${call.tiles}
      .capacity=${this.room.capacity}
      .owner=${this.room.isOwner}
      .locked=${this.room.locked}
      .covered=${covered}
    ></people-panel>`;
  }

  #renderBar(call: Call): TemplateResult {
    return html`<control-bar
      .room=${this.room.id}
      .microphoneOn=${this.media.microphoneOn}
      .cameraOn=${this.media.cameraOn}
      .sharing=${this.media.tracks.screen !== null}
      .canShare=${this.media.canShareScreen}
      .canSwitchCamera=${this.media.canSwitchCamera}
      .panel=${call.panel}
      .unread=${call.conversation.unread}
      .owner=${this.room.isOwner}
      .locked=${this.room.locked}
      .view=${call.alone ? null : call.stage.view}
    ></control-bar>`;
  }

  #renderDialog(call: Call): TemplateResult | typeof nothing {
    if (call.dialog === 'invite') {
      return html`<invite-dialog
        .link=${this.visit.link}
        .keyed=${this.room.kind === 'keyed'}
        .news=${this.news}
      ></invite-dialog>`;
    }
    if (call.dialog === 'verify') {
      return html`<verify-dialog .view=${call.verifying.view}></verify-dialog>`;
    }
    if (call.dialog !== 'settings') return nothing;
    return html`<settings-dialog
      .media=${this.media}
      .memory=${this.memory}
      .recent=${this.recent}
      .news=${this.news}
      .transport=${this.room.transport}
      @named=${(event: CustomEvent<string>) => call.rename(event.detail)}
      @size=${(event: CustomEvent<VideoSize>) => call.setVideoSize(event.detail)}
    ></settings-dialog>`;
  }

  readonly #handleControl = (event: CustomEvent<Control>): void =>
    this.#call?.handleControl(event.detail);

  readonly #handleBlocked = (): void => {
    if (this.#call) this.#call.soundBlocked = true;
  };

  readonly #hearEveryone = (): void => {
    if (this.#call) this.#call.soundBlocked = false;
    // The button goes; whoever works by keyboard stays in the room.
    this.querySelector('h1')?.focus({ preventScroll: true });
    for (const element of this.querySelectorAll<HTMLMediaElement>('audio, video')) {
      element.play().catch(this.#handleBlocked);
    }
  };

  readonly #closePanel = (): void => {
    const panel: Panel | null = this.#call?.panel ?? null;
    this.#call?.open(null);
    this.querySelector<HTMLElement>(`[data-control="${panel}"]`)?.focus();
  };

  readonly #say = async (event: CustomEvent<string>): Promise<void> => {
    const sent = await this.#call?.conversation.say(event.detail);
    if (sent) this.querySelector<ChatPanel>('chat-panel')?.clear();
  };
}
