import type { Room, VideoSize } from '@hearth/peering';
import { Changes } from '../changes.ts';
import { playChime } from '../media/chime.ts';
import type { LocalMedia } from '../media/localMedia.ts';
import type { MicrophoneLevel } from '../media/microphoneLevel.ts';
import type { Memory } from '../memory.ts';
import { shownName } from '../memory.ts';
import type { News } from '../news.ts';
import { words } from '../words/words.ts';
import type { Control } from './control-bar.ts';
import { Conversation } from './conversation.ts';
import { DeviceControls } from './deviceControls.ts';
import { Doorkeeping } from './doorkeeping.ts';
import { Listening } from './listening.ts';
import { RoomNews } from './roomNews.ts';
import { Stage } from './stage.ts';
import type { Answer, Ask } from './stage-asks.ts';
import { ownTile, type TileView, tileOf } from './tileView.ts';
import { Verifying } from './verifying.ts';

export type Panel = 'chat' | 'people';
export type Dialog = 'invite' | 'settings' | 'verify';

interface Around {
  readonly media: LocalMedia;
  readonly memory: Memory;
  readonly news: News;
  readonly level: MicrophoneLevel;
}

/** One call as the room page shows it: what is open, who speaks, what is news. */
export class Call {
  readonly changed = new Changes();
  readonly room: Room;
  readonly conversation: Conversation;
  readonly stage: Stage;
  readonly verifying: Verifying;
  readonly #door: Doorkeeping;
  readonly #around: Around;
  readonly #leave: () => void;
  readonly #news: RoomNews;
  readonly #devices: DeviceControls;
  readonly #listening = new Listening();
  readonly #stops: readonly (() => void)[];
  #panel: Panel | null = null;
  #dialog: Dialog | null = null;
  /** Who wrote last while a dialog was open. */
  #wroteMeanwhile = '';
  #soundBlocked = false;
  #met = false;

  constructor(room: Room, around: Around, leave: () => void) {
    this.room = room;
    this.#around = around;
    this.#leave = leave;
    this.#devices = new DeviceControls(around);
    this.#met = room.members.length > 0;
    this.stage = new Stage(room);
    this.#news = new RoomNews(room, around.news, () => this.#ring());
    this.conversation = new Conversation(room, ({ name }) => this.#tellOfMessage(name));
    this.verifying = new Verifying(room, (name) =>
      this.#tellOfAsk(words().asks.wantsToVerify(name)),
    );
    this.#door = new Doorkeeping(room, {
      knocked: ({ name }) => this.#tellOfAsk(words().asks.knocks(name)),
      turned: (locked) => around.news.say(locked ? words().news.locked : words().news.unlocked),
    });
    this.#stops = [
      room.on('changed', () => this.#handleChanged()),
      this.conversation.changed.on(this.changed.emit),
      this.verifying.changed.on(this.changed.emit),
      this.#listening.changed.on(this.changed.emit),
      this.stage.changed.on(this.changed.emit),
      around.media.changed.on(() => this.#handleMedia()),
    ];
  }

  get panel(): Panel | null {
    return this.#panel;
  }

  get dialog(): Dialog | null {
    return this.#dialog;
  }

  /** Whether the browser wants a touch before the others can be heard. */
  get soundBlocked(): boolean {
    return this.#soundBlocked;
  }

  get alone(): boolean {
    return this.room.members.length === 0;
  }

  /** Whether anybody else was inside during this call. */
  get met(): boolean {
    return this.#met;
  }

  /** Everyone in the order of their places, which is the same on all screens. */
  get tiles(): readonly TileView[] {
    const { speaking, muted } = this.#listening;
    const { tracks, microphoneOn, mirrored } = this.#around.media;
    const { self, members } = this.room;
    const own = { tracks, microphoneOn, mirrored, speaking: speaking.has(self.id) };
    return [self, ...members]
      .sort((a, b) => a.slot - b.slot)
      .map((member) =>
        member === self
          ? ownTile(self, own)
          : tileOf(member, {
              speaking: speaking.has(member.id),
              muted: muted.has(member.id),
              pinned: member.id === this.room.pinned,
            }),
      );
  }

  handleControl(control: Control): void {
    switch (control) {
      case 'leave':
        this.#leave();
        break;
      case 'chat':
      case 'people':
        this.open(this.#panel === control ? null : control);
        break;
      case 'view':
        this.stage.turn();
        break;
      case 'invite':
      case 'settings':
        this.#openDialog(control);
        break;
      case 'lock':
        this.#door.turnLock();
        break;
      default:
        this.#devices.handleControl(control);
    }
  }

  open(panel: Panel | null): void {
    this.#panel = panel;
    this.conversation.open = panel === 'chat';
    if (panel === 'chat') this.#around.news.unsay('chat');
    this.changed.emit();
  }

  closeDialog(): void {
    this.#dialog = null;
    this.verifying.close();
    if (this.#wroteMeanwhile !== '') this.#tellOfMessage(this.#wroteMeanwhile);
    this.changed.emit();
  }

  set soundBlocked(blocked: boolean) {
    this.#soundBlocked = blocked;
    this.changed.emit();
  }

  /** Who waits for an answer of ours. */
  get asks(): readonly Ask[] {
    const knocks = this.#door.knocks.map(({ id, name }): Ask => ({ kind: 'knock', id, name }));
    const asked = this.verifying.asked.map((one): Ask => ({ kind: 'verification', ...one }));
    return [...knocks, ...asked];
  }

  answer({ ask, yes }: Answer): void {
    if (ask.kind === 'knock') this.#door.answer(ask.id, yes);
    else if (yes) this.verify(ask.id);
    else this.verifying.decline(ask.id);
  }

  /** Opens the comparison of the safety code with a member. */
  verify(memberId: string): void {
    if (this.verifying.start(memberId)) this.#openDialog('verify');
  }

  /** Without a name one is a guest, here as in the lobby. */
  rename(name: string): void {
    this.room.setName(shownName(name));
    this.#around.news.say(words().news.yourName(shownName(name)));
  }

  setVideoSize(size: VideoSize): void {
    this.room.setVideoSize(size);
  }

  /** Takes what is heard at a time in milliseconds. */
  listen(now: number): void {
    const { level, media } = this.#around;
    const own = { level: level.level(), on: media.microphoneOn };
    this.#listening.handleLevels(now, this.room, own);
    this.#news.speaksMuted = this.#listening.speaksMuted;
    this.stage.handleHeard();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#news.close();
    this.conversation.close();
    this.verifying.stop();
    this.#door.stop();
    this.#devices.close();
  }

  #openDialog(dialog: Dialog): void {
    this.#dialog = dialog;
    this.#wroteMeanwhile = '';
    this.#around.news.unsay('chat');
    this.changed.emit();
  }

  /** A dialog has one's whole attention: what was written meanwhile is told when it closes. */
  #tellOfMessage(name: string): void {
    this.#wroteMeanwhile = this.#dialog === null ? '' : name;
    if (this.#dialog === null) this.#around.news.say(words().news.wrote(name), 'chat');
  }

  #tellOfAsk(sentence: string): void {
    this.#around.news.say(sentence, 'asks');
    this.#ring();
  }

  #ring(): void {
    if (!this.#around.memory.get('chime')) return;
    // A browser that keeps the page silent says so at the tiles; the sentence is there anyway.
    playChime(this.#around.media.chosen('speaker')).catch(() => {});
  }

  #handleMedia(): void {
    const { media } = this.#around;
    this.#news.paused = (['microphone', 'camera'] as const).find((kind) => media.isPaused(kind));
    this.changed.emit();
  }

  #handleChanged(): void {
    if (!this.alone) this.#met = true;
    this.changed.emit();
  }
}
