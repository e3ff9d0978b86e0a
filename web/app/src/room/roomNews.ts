import type { Notice, Room, RoomMember, RoomStatus } from '@hearth/peering';
import type { News } from '../news.ts';
import { noticeSentence } from '../sentences.ts';
import type { Captured } from '../words/en.ts';
import { words, wordsChanged } from '../words/words.ts';

type Events = Pick<Room, 'on' | 'status' | 'members'>;

/** What stands in the status line as long as it is so; empty when all is well. */
export function standingSentence(
  status: RoomStatus,
  speaksMuted: boolean,
  paused?: Captured,
): string {
  if (status === 'server-restarting') return words().byCode.errors['server-restarting'];
  if (status === 'reconnecting') return words().news.reconnecting;
  if (paused !== undefined) return words().devices.paused(paused);
  return speaksMuted ? words().news.youAreMuted : '';
}

function sharingIn({ members }: Events): readonly RoomMember[] {
  return members.filter(({ state }) => state.screen);
}

/** Tells the room's events in sentences, and rings when somebody comes. */
export class RoomNews {
  readonly #room: Events;
  readonly #news: News;
  readonly #ring: () => void;
  readonly #stops: readonly (() => void)[];
  #status: RoomStatus;
  #speaksMuted = false;
  #paused: Captured | undefined;
  /** Who shares a screen, by id. */
  #sharing: ReadonlySet<string>;

  constructor(room: Events, news: News, ring: () => void) {
    this.#room = room;
    this.#news = news;
    this.#ring = ring;
    this.#status = room.status;
    this.#sharing = new Set(sharingIn(room).map(({ id }) => id));
    this.#stops = [
      room.on('memberJoined', ({ label }) => this.#handleJoined(label)),
      room.on('memberLeft', ({ label }, reason) => {
        const { left, removed } = words().news;
        news.say(reason === 'removed' ? removed(label) : left(label), 'people');
      }),
      room.on('notice', (notice) => this.#handleNotice(notice)),
      room.on('changed', () => this.#handleChanged()),
      wordsChanged.on(() => this.#keep()),
    ];
  }

  set speaksMuted(speaksMuted: boolean) {
    this.#speaksMuted = speaksMuted;
    this.#keep();
  }

  /** A device that the system or another program holds back. */
  set paused(paused: Captured | undefined) {
    this.#paused = paused;
    this.#keep();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#news.keep('');
  }

  #handleJoined(label: string): void {
    this.#news.say(words().news.isHere(label), 'people');
    this.#ring();
  }

  #handleNotice(notice: Notice): void {
    // That one stands in the line anyway, for as long as it is so.
    if (notice.code !== 'server-restarting') this.#news.say(noticeSentence(notice));
  }

  #handleChanged(): void {
    this.#handleStatus();
    this.#handleScreens();
  }

  #handleScreens(): void {
    const sharing = sharingIn(this.#room);
    const begun = sharing.find(({ id }) => !this.#sharing.has(id));
    this.#sharing = new Set(sharing.map(({ id }) => id));
    if (begun) this.#news.say(words().news.sharesScreen(begun.label), 'people');
  }

  #handleStatus(): void {
    const before = this.#status;
    this.#status = this.#room.status;
    if (this.#status === before) return;
    this.#keep();
    const wasAway = before === 'reconnecting' || before === 'server-restarting';
    if (wasAway && this.#status === 'joined') this.#news.say(words().news.welcomeBack);
  }

  #keep(): void {
    this.#news.keep(standingSentence(this.#status, this.#speaksMuted, this.#paused));
  }
}
