import { LevelMeter, lookAtRoom, Room, SignalingConnection } from '@hearth/peering';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import './ends/end-page.ts';
import './lobby/lobby-page.ts';
import './lobby/waiting-page.ts';
import { browserMedia } from './media/browserMedia.ts';
import { LocalMedia } from './media/localMedia.ts';
import { MicrophoneLevel } from './media/microphoneLevel.ts';
import type { Memory } from './memory.ts';
import { later, News } from './news.ts';
import type { RecentRooms } from './recentRooms.ts';
import type { Route } from './routing.ts';
import { ownDevice } from './ui/device.ts';
import { LightElement } from './ui/lightElement.ts';
import { Visit, type VisitServices } from './visit.ts';

type RoomRoute = Extract<Route, { page: 'room' }>;

/** Fetched while the person is in the lobby: the home page and the lobby open sooner without it. */
function roomPage(): Promise<unknown> {
  // Kept: asking for a module again takes the browser some 15 ms even when it is there.
  fetched ??= import('./room/room-page.ts').catch((error: unknown) => {
    fetched = null;
    throw error;
  });
  return fetched;
}
let fetched: Promise<unknown> | null = null;

/** Everything behind one room's link: holds the visit and shows the page it has come to. */
@customElement('room-door')
export class RoomDoor extends LightElement {
  @property({ attribute: false }) accessor route: RoomRoute | null = null;
  @property({ attribute: false }) accessor memory: Memory | null = null;
  @property({ attribute: false }) accessor recent: RecentRooms | null = null;
  /** Whether one came here from another page of the app. */
  @property({ attribute: false }) accessor moved = false;
  @state() accessor #inside: Inside | null = null;
  #page = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('route') || this.#inside === null) this.#open();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#inside === null) return nothing;
    // Another link is another visit, and its pages begin anew.
    return html`${keyed(this.#inside, this.#renderPage(this.#inside))}`;
  }

  #renderPage({ visit, media, news, level }: Inside): TemplateResult {
    switch (visit.phase.at) {
      case 'lobby':
        return html`<lobby-page
          .visit=${visit} .media=${media} .memory=${this.memory} .recent=${this.recent}
          .news=${news} .level=${level}
        ></lobby-page>`;
      case 'waiting':
        return html`<waiting-page @leave=${() => visit.stopWaiting()}></waiting-page>`;
      case 'room':
        return html`<room-page
          .room=${visit.phase.room} .visit=${visit} .media=${media}
          .memory=${this.memory} .recent=${this.recent} .news=${news} .level=${level}
        ></room-page>`;
      case 'end':
        return html`<end-page
          .reason=${visit.phase.reason} .busy=${visit.joining} @again=${() => void visit.rejoin()}
        ></end-page>`;
    }
  }

  override updated(): void {
    const page = this.#inside?.visit.phase.at ?? '';
    if (page === this.#page) return;
    const first = this.#page === '';
    this.#page = page;
    if (!first || this.moved) void this.#focusHeading();
  }

  /** A new page is read from its heading on. */
  async #focusHeading(): Promise<void> {
    const page = this.firstElementChild;
    if (page instanceof LightElement) await page.updateComplete;
    this.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  #open(): void {
    this.#close();
    const { route, memory, recent } = this;
    if (route === null || memory === null || recent === null) return;
    roomPage().catch(() => {});
    const device = ownDevice();
    const news = new News(later);
    const media = new LocalMedia(browserMedia(device !== 'desktop'), memory);
    const level = new MicrophoneLevel((track) => new LevelMeter(track));
    const ownerToken = recent.ownerTokenOf(route.room);
    const open: VisitServices['open'] = (options) =>
      SignalingConnection.open({ ...options, remember: recent.remembers });
    const place = { ...route, device, ownerToken };
    const visit = new Visit(place, media, memory, { ...services, open });
    visit.onEntered = () => recent.visit(route, Date.now());
    const stops = [
      visit.changed.on(() => this.requestUpdate()),
      media.changed.on(() => level.follow(media.tracks.microphone)),
    ];
    this.#inside = { visit, media, news, level, stops };
    visit.begin();
  }

  #close(): void {
    if (this.#inside === null) return;
    const { visit, media, news, level, stops } = this.#inside;
    for (const stop of stops) stop();
    visit.close();
    media.close();
    level.close();
    news.clear();
    this.#inside = null;
  }
}

interface Inside {
  readonly visit: Visit;
  readonly media: LocalMedia;
  readonly news: News;
  readonly level: MicrophoneLevel;
  readonly stops: readonly (() => void)[];
}

const services: Omit<VisitServices, 'open'> = {
  lookAtRoom,
  join: async (options) => {
    // Here already, unless the network was away: then nobody must stand in a room without a page.
    await roomPage();
    return Room.join(options);
  },
  later,
  origin: location.origin,
  secure: isSecureContext,
};
