import type { Cancel, Clock } from '../clock.ts';
import { Demands } from '../media/demands.ts';
import { type Receiver, SenderAdaptation } from '../media/senderAdaptation.ts';
import type { VideoSize } from '../media/videoSize.ts';
import {
  chooseVideos,
  everyoneUpTo,
  everything,
  isSameWant,
  nothing,
  type Wanted,
  wantPayload,
} from '../media/wanted.ts';
import type { Device } from '../protocol/messages.ts';
import { Allowances } from './allowances.ts';
import type { Presence } from './presence.ts';
import type { LocalTracks } from './snapshots.ts';

/** What the choice needs of its room. */
export interface VideosContext {
  presence(): Presence;
  tracks(): LocalTracks;
  /** Reads the levels; afterwards the speakers are in order. */
  hear(): void;
  speakers(): readonly string[];
  nonce(): string;
  changed(): void;
  count(what: string): void;
}

/** How often a large room is listened to for who speaks. */
const listenEveryMs = 100;
/** The choice may change with every word; the others hear of it at this pace. */
const toldApartMs = 250;
/** An honest member asks four times a second at most. */
const wantsAtOnce = 20;
const wantsPerSecond = 5;

/** Which pictures this page asks the others for, and which of its own it sends to whom. */
export class Videos {
  readonly #clock: Clock;
  readonly #context: VideosContext;
  readonly #adaptation: SenderAdaptation;
  readonly #demands = new Demands();
  readonly #allowances = new Allowances(wantsAtOnce, wantsPerSecond);
  #wanted: ReadonlyMap<string, Wanted> = new Map();
  /** What each member was told on its present link; null: something, on a link that was lost. */
  readonly #told = new Map<string, Wanted | null>();
  #pinned: string | null = null;
  #chosenBy: readonly string[] = [];
  #listening: Cancel | null = null;
  #telling: Cancel | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, own: { device: Device; size: VideoSize }, context: VideosContext) {
    this.#clock = clock;
    this.#context = context;
    this.#adaptation = new SenderAdaptation(clock, {
      ...own,
      receivers: () => this.#receivers(),
      tracks: () => context.tracks(),
      isSmall: () => this.isSmall,
    });
  }

  /** Whether everybody sees everybody here. */
  get isSmall(): boolean {
    return this.#context.presence().roster.seats.length <= everyoneUpTo;
  }

  get pinned(): string | null {
    return this.#pinned;
  }

  /** What is asked for of a member. */
  shown(id: string): Wanted {
    return this.#wanted.get(id) ?? (this.isSmall ? everything : nothing);
  }

  /** Asks for this member's pictures before all others, or for nobody's. */
  pin(id: string | null): void {
    this.#pinned = id;
    this.#choose();
    this.#context.changed();
  }

  setSize(size: VideoSize): void {
    this.#adaptation.setSize(size);
  }

  handleTracksChanged(): void {
    if (!this.isSmall) this.#adaptation.handleDemandsChanged();
  }

  /** Somebody came, went, or sends something else. */
  handleMembersChanged(): void {
    const { roster } = this.#context.presence();
    for (const id of [...this.#told.keys()]) if (!roster.get(id)) this.#told.delete(id);
    for (const id of this.#demands.order) if (!roster.get(id)) this.#demands.forget(id);
    if (this.#pinned !== null && !roster.get(this.#pinned)) this.#pinned = null;
    this.#choose();
    this.#listen();
  }

  handleLinkChanged(id: string): void {
    const isConnected = this.#neighbour(id)?.isConnected ?? false;
    if (isConnected) this.#tell(id);
    else if (this.#told.has(id)) this.#told.set(id, null);
    this.#adaptation.handleLinksChanged();
    if (!this.isSmall) this.#adaptation.handleDemandsChanged();
  }

  /** Takes the payload of a frame of topic `want`. Anything may be in it, as often as somebody likes. */
  handleWant(from: string, payload: Record<string, unknown>): void {
    if (!this.#allowances.take(from, this.#clock.now())) {
      this.#context.count('want-flood');
      return;
    }
    const isNew = this.#demands.handlePayload(from, payload);
    if (isNew === null) this.#context.count('want-unread');
    if (isNew) this.#adaptation.handleDemandsChanged();
  }

  close(): void {
    this.#adaptation.close();
    this.#listening?.();
    this.#telling?.();
  }

  #neighbour(id: string) {
    return this.#context.presence().neighbourhood.get(id);
  }

  /** Those who asked, first asked first, and then the others. */
  #receivers(): Receiver[] {
    const { neighbourhood, roster } = this.#context.presence();
    const { isSmall } = this;
    const { order } = this.#demands;
    const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
    const sorted = neighbourhood.all.sort((a, b) => rank(a.id) - rank(b.id));
    return sorted.flatMap(({ id, link }) => {
      const device = roster.get(id)?.member.device ?? 'desktop';
      return link ? [{ link, device, wanted: this.#demands.of(id, isSmall) }] : [];
    });
  }

  #choose(): void {
    const { roster, self } = this.#context.presence();
    const others = roster.seats
      .filter(({ member }) => member.id !== self)
      .map(({ member: { id, state } }) => ({
        id,
        camera: state.camera && !state.paused,
        screen: state.screen,
      }));
    this.#chosenBy = this.#context.speakers();
    const wanted = chooseVideos(others, { pinned: this.#pinned, speakers: this.#chosenBy });
    const isSame = others.every(({ id }) => isSameWant(this.shown(id), wanted.get(id) ?? nothing));
    this.#wanted = wanted;
    if (!isSame) this.#context.changed();
    this.#tellAll();
  }

  #listen(): void {
    if (this.isSmall || this.#listening) return;
    this.#listening = this.#clock.after(listenEveryMs, () => {
      this.#listening = null;
      this.#context.hear();
      if (this.#context.speakers() !== this.#chosenBy) this.#choose();
      this.#listen();
    });
  }

  #tellAll(): void {
    const inMs = this.#toldAt + toldApartMs - this.#clock.now();
    if (inMs > 0) {
      this.#telling ??= this.#clock.after(inMs, () => {
        this.#telling = null;
        this.#tellAll();
      });
      return;
    }
    const told = [...this.#wanted.keys()].map((id) => this.#tell(id));
    if (told.includes(true)) this.#toldAt = this.#clock.now();
  }

  /** Tells one member what is asked of it, if it has to be told; returns whether it was. */
  #tell(id: string): boolean {
    const wanted = this.#wanted.get(id);
    const told = this.#told.get(id);
    const neighbour = this.#neighbour(id);
    if (!wanted || !neighbour?.isConnected) return false;
    // In a small room it goes without saying, unless something else was said before.
    if (told === undefined && this.isSmall) return false;
    if (told && isSameWant(told, wanted)) return false;
    const frame = { v: 1, topic: 'want', id: this.#context.nonce() } as const;
    const isSent = neighbour.send({ ...frame, payload: wantPayload(wanted) });
    if (isSent) this.#told.set(id, wanted);
    return isSent;
  }
}
