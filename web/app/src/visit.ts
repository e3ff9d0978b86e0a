import {
  type CloseReason,
  type Device,
  type LocalTracks,
  type lookAtRoom,
  type Room,
  RoomKey,
  type RoomLook,
  type SignalingConnection,
} from '@hearth/peering';
import { Changes } from './changes.ts';
import { RoomWatch, type Verdict } from './lobby/roomWatch.ts';
import type { LocalMedia } from './media/localMedia.ts';
import { type Memory, shownName } from './memory.ts';
import { feed, sendingState } from './room/feed.ts';
import { codeOf, sentenceFor } from './sentences.ts';

export type EndReason =
  | Exclude<CloseReason, 'place-lost'>
  | 'removed'
  | 'closed-by-owner'
  | 'lost'
  | 'full'
  | 'barred'
  | 'not-let-in'
  | 'stopped-waiting'
  | 'missing-key'
  | 'wrong-key'
  | 'insecure';

export type Phase =
  | { readonly at: 'lobby' }
  /** Before a locked room. */
  | { readonly at: 'waiting' }
  | { readonly at: 'room'; readonly room: Room }
  | { readonly at: 'end'; readonly reason: EndReason };

/** What a visit needs of the SDK and the browser; tests bring their own. */
export interface VisitServices {
  readonly lookAtRoom: typeof lookAtRoom;
  readonly join: typeof Room.join;
  readonly open: typeof SignalingConnection.open;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly origin: string;
  readonly secure: boolean;
}

/** Refusals that are an end of their own; every other one is said in the lobby. */
const refusals: Readonly<Record<string, EndReason>> = {
  'room-full': 'full',
  'key-required': 'missing-key',
  'wrong-proof': 'wrong-key',
  downgraded: 'wrong-key',
  'insecure-context': 'insecure',
  'not-let-in': 'not-let-in',
  barred: 'barred',
  removed: 'removed',
  'closed-by-owner': 'closed-by-owner',
};

/**
 * One person's visit to one room: lobby, room, end, and the ways between them. Knows nothing of
 * pages; they read it and call it.
 */
export class Visit {
  readonly changed = new Changes();
  readonly room: string;
  readonly key: RoomKey | null;
  /** Called when a place that was given up has been taken again. */
  onWelcomeBack: () => void = () => {};
  /** Called whenever the room was entered. */
  onEntered: () => void = () => {};
  readonly #keyText: string;
  readonly #ownerToken: string;
  readonly #device: Device;
  readonly #media: LocalMedia;
  readonly #memory: Memory;
  readonly #services: VisitServices;
  readonly #watch: RoomWatch;
  readonly #closing = new AbortController();
  /** The way in that is being tried; another one for every try. */
  #attempt = new AbortController();
  #phase: Phase = { at: 'lobby' };
  #joining = false;
  /** What the last attempt to join was refused with; null when there is nothing to say. */
  #problem: { readonly error: unknown } | null = null;
  #connection: SignalingConnection | undefined;
  #stopFeeding: () => void = () => {};
  readonly #stopFollowing: () => void;
  /** The tracks that the first offer was made for. */
  #offered: LocalTracks = { microphone: null, camera: null, screen: null };

  constructor(
    place: {
      readonly room: string;
      readonly keyText: string;
      readonly device: Device;
      /** Only where this browser made the room. */
      readonly ownerToken?: string;
    },
    media: LocalMedia,
    memory: Memory,
    services: VisitServices,
  ) {
    this.room = place.room;
    this.#keyText = place.keyText;
    this.#ownerToken = place.ownerToken ?? '';
    this.#device = place.device;
    this.key = RoomKey.parse(place.keyText);
    this.#media = media;
    this.#memory = memory;
    this.#services = services;
    this.#stopFollowing = media.changed.on(() => this.#offerAhead());
    this.#watch = new RoomWatch(this, services, (verdict) => this.#judge(verdict));
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** What is known of the room from outside; null until the first answer. */
  get look(): RoomLook | null {
    return this.#watch.look;
  }

  get joining(): boolean {
    return this.#joining;
  }

  /** Why the last attempt to join did not work, as a sentence; empty when there is none. */
  get problem(): string {
    return this.#problem === null ? '' : sentenceFor(this.#problem.error);
  }

  /** The link to hand on, with the key where there is one. */
  get link(): string {
    const { origin } = this.#services;
    return this.key === null
      ? `${origin}/r/${this.room}`
      : `${origin}/r/${this.room}#${this.key.toString()}`;
  }

  begin(): void {
    if (this.#keyText !== '' && this.key === null) {
      this.#end('missing-key');
    } else if (this.key !== null && !this.#services.secure) {
      this.#end('insecure');
    } else {
      this.#prepare();
      this.#watch.begin();
    }
  }

  /** Goes in with the devices that are on. Never rejects: what went wrong is in phase or problem. */
  async join(): Promise<void> {
    if (this.#joining || this.#phase.at === 'room') return;
    this.#joining = true;
    this.#problem = null;
    this.changed.emit();
    try {
      await this.#enter();
    } catch (error) {
      this.#handleRefusal(error);
    } finally {
      this.#joining = false;
      this.changed.emit();
    }
  }

  /** From an end straight back into the room, with the devices that were on before. */
  async rejoin(): Promise<void> {
    this.#problem = null;
    this.#prepare();
    await this.#media.start({
      camera: this.#memory.get('devicesWanted') && !this.#memory.get('audioOnly'),
      microphone: this.#memory.get('devicesWanted'),
    });
    await this.join();
    if (this.#problem === null) return;
    this.#go({ at: 'lobby' });
    this.#watch.begin();
  }

  /** Goes away from the door of a locked room. */
  stopWaiting(): void {
    if (this.#phase.at === 'waiting') this.#attempt.abort();
  }

  leave(): void {
    if (this.#phase.at === 'room') this.#phase.room.leave();
  }

  /** The page goes elsewhere: leaves the room and gives everything back. */
  close(): void {
    this.#closing.abort();
    this.#attempt.abort();
    this.#stopFollowing();
    this.#stopFeeding();
    this.#watch.stop();
    this.leave();
    this.#connection?.close();
  }

  /** Socket and certificate are made while the person still looks into the mirror. */
  #prepare(): void {
    if (this.#connection) return;
    this.#connection = this.#services.open({ origin: this.#services.origin, room: this.room });
    this.#offered = { microphone: null, camera: null, screen: null };
    this.#offerAhead();
  }

  #offerAhead(): void {
    const { microphone, camera, screen } = this.#media.tracks;
    const before = this.#offered;
    const isSame = before.microphone === microphone && before.camera === camera;
    if (isSame || this.#media.asking || !this.#connection) return;
    this.#offered = { microphone, camera, screen };
    void this.#connection.prepare(this.#offered);
  }

  async #enter(): Promise<void> {
    const state = { ...sendingState(this.#media), paused: false };
    const tracks = { ...this.#media.tracks };
    const attempt = new AbortController();
    this.#attempt = attempt;
    const options = {
      room: this.room,
      key: this.key,
      name: shownName(this.#memory.get('name')),
      device: this.#device,
      tracks,
      state,
      connection: this.#connection,
      videoSize: this.#memory.get('videoSize'),
      ...(this.#ownerToken && { ownerToken: this.#ownerToken }),
      onKnocking: () => this.#wait(),
      signal: attempt.signal,
    };
    const room = await this.#services.join(options);
    if (attempt.signal.aborted) {
      room.leave();
      throw attempt.signal.reason;
    }
    // The room owns the connection now; another join needs another one.
    this.#connection = undefined;
    this.#watch.stop();
    this.#stopFeeding();
    this.#stopFeeding = feed(room, this.#media, { tracks, state }, () => {});
    room.on('closed', (reason) => this.#handleClosed(room, reason));
    this.onEntered();
    this.#go({ at: 'room', room });
  }

  #handleClosed(room: Room, reason: CloseReason): void {
    if (this.#phase.at !== 'room' || this.#phase.room !== room) return;
    this.#stopFeeding();
    if (reason === 'place-lost') void this.#comeBack();
    else this.#end(reason);
  }

  /** A phone that slept too long takes a new place by itself. */
  async #comeBack(): Promise<void> {
    try {
      this.#prepare();
      await this.#enter();
      this.onWelcomeBack();
    } catch (error) {
      if (codeOf(error) === '' && !this.#attempt.signal.aborted) this.#end('lost');
      else this.#handleRefusal(error);
      if (this.#phase.at === 'room') this.#end('lost');
    }
  }

  /** The room is locked: its owner has been told that we are here. */
  #wait(): void {
    this.#watch.stop();
    this.#go({ at: 'waiting' });
  }

  #handleRefusal(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    // A refused join leaves the connection as it was; a broken one is opened anew.
    this.#connection?.close();
    this.#connection = undefined;
    const end = this.#attempt.signal.aborted ? 'stopped-waiting' : refusals[codeOf(error)];
    if (end !== undefined) {
      this.#end(end);
      return;
    }
    this.#problem = { error };
    this.#prepare();
    if (this.#phase.at !== 'waiting') return;
    this.#go({ at: 'lobby' });
    this.#watch.begin();
  }

  #judge(verdict: Verdict): void {
    if (this.#phase.at !== 'lobby') return;
    if (verdict === 'fits') this.changed.emit();
    else this.#end(verdict);
  }

  #end(reason: EndReason): void {
    this.#watch.stop();
    this.#stopFeeding();
    this.#connection?.close();
    this.#connection = undefined;
    void this.#media.stop();
    this.#go({ at: 'end', reason });
  }

  #go(phase: Phase): void {
    this.#phase = phase;
    this.changed.emit();
  }
}
