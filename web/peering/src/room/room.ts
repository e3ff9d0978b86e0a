import { toBase64Url } from '../base64url.ts';
import type { ControlFrame } from '../channels/controlFrame.ts';
import { Emitter } from '../events.ts';
import type { RoomKey } from '../keys/roomKey.ts';
import type { PeerStock } from '../link/peerStock.ts';
import { Seal } from '../link/seal.ts';
import type { VideoSize } from '../media/videoSize.ts';
import type { Joined } from '../protocol/messages.ts';
import { RequestError } from '../requestError.ts';
import type { JoinMessage, Session, SessionEvents } from '../session/session.ts';
import type { TransportKind } from '../session/transport.ts';
import { Counters } from './diagnostics.ts';
import type { Environment } from './environment.ts';
import { enter, type JoinOptions, type RoomEvents, type RoomParts } from './join.ts';
import { MemberSnapshots } from './memberSnapshots.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { type Knock, Ownership } from './ownership.ts';
import { OwnState } from './ownState.ts';
import { followPage } from './pageLifecycle.ts';
import { People } from './people.ts';
import { type PlaceStore, previousPlace } from './placeStore.ts';
import { Presence } from './presence.ts';
import type { SignalingConnection } from './signalingConnection.ts';
import type {
  ChatMessage,
  CloseReason,
  LocalTracks,
  MemberState,
  RoomMember,
  RoomStatus,
} from './snapshots.ts';
import { connectBeforeShowingMs, Telling } from './telling.ts';
import type { Verification } from './verification.ts';
import { Videos } from './videos.ts';
import { Voices } from './voices.ts';

/** Goodbyes get this long to go out before the connections are closed. */
const goodbyeFlushMs = 100;

/** A room this page is in: its members, what they send, and what is said. */
export class Room extends Emitter<RoomEvents> {
  readonly #environment: Environment;
  readonly #session: Session;
  readonly #key: RoomKey | null;
  readonly #places: PlaceStore;
  readonly #peers: PeerStock;
  readonly #seal: Seal;
  readonly #counters = new Counters();
  readonly #snapshots = new MemberSnapshots();
  readonly #people: People;
  readonly #presence: Presence;
  readonly #telling: Telling;
  readonly #videos: Videos;
  readonly #voices: Voices;
  readonly #own: OwnState;
  readonly #ownership: Ownership;
  readonly #ends: (() => void)[] = [];
  #request: JoinMessage;
  #tracks: LocalTracks;
  #isClosed = false;
  #isAway = false;
  #view: RoomMember[] | null = null;
  #connected: (() => void) | null = null;

  private constructor(parts: RoomParts) {
    super();
    const { options, request, joined, connection } = parts;
    const { environment, session } = connection;
    const { clock } = environment;
    this.#environment = environment;
    this.#session = session;
    this.#key = options.key;
    this.#places = options.places ?? previousPlace;
    this.#peers = parts.peers;
    this.#request = request;
    this.#tracks = { ...options.tracks };
    this.#seal = new Seal(request.room, parts.linkKey);
    this.#voices = new Voices(environment);
    this.#telling = new Telling(clock, () => this.emit('changed'));
    this.#presence = new Presence(clock, {
      createNeighbourhood: (self) => this.#createNeighbourhood(self),
      describe: (id) => this.#everybody.find((member) => member.id === id),
      changed: () => this.#handleMembersChanged(),
      joined: (id) => this.#tellJoined(id),
      left: (member, reason) => {
        this.#people.handleGone(member.id);
        this.#telling.announce(() => this.emit('memberLeft', member, reason));
      },
      notice: (notice) => this.emit('notice', notice),
    });
    this.#own = new OwnState(session, this.#presence, () => this.#tell());
    this.#ownership = new Ownership(joined.room, {
      send: (message) => session.send(message),
      changed: () => this.#tell(),
    });
    this.#people = this.#createPeople(request.room, connection);
    this.#videos = this.#createVideos(options);
    this.#ends.push(...this.#listen(session), this.#watchPage());
    this.#presence.handleJoined(joined, options.state);
  }

  /**
   * Enters a room. Rejects with RequestError: what the server answered (`room-full`, `wrong-proof`,
   * ...), `unreachable`, `insecure-context`, or `downgraded` when a keyed room came without its key.
   */
  static async join(options: JoinOptions, environment?: Environment): Promise<Room> {
    const made = new Room(await enter(options, environment));
    if (made.#presence.neighbourhood.all.length) await made.#firstConnection();
    if (made.#isClosed)
      throw new RequestError('place-lost', 'The place in the room was lost right away.');
    return made;
  }

  get id(): string {
    return this.#ownership.room.id;
  }

  get kind(): 'keyed' | 'named' {
    return this.#ownership.room.kind;
  }

  get capacity(): number {
    return this.#ownership.room.capacity;
  }

  /** Whoever comes has to knock. */
  get locked(): boolean {
    return this.#ownership.room.locked;
  }

  /** Owners alone may lock, let in, refuse, remove and close for all; for others these do nothing. */
  get isOwner(): boolean {
    return this.#ownership.room.owned;
  }

  get knocks(): readonly Knock[] {
    return this.#ownership.knocks;
  }

  get self(): RoomMember {
    const self = this.#everybody.find((member) => member.id === this.#presence.self);
    if (!self) throw new Error('one is always in one’s own room');
    return self;
  }

  /** The others, by slot. */
  get members(): readonly RoomMember[] {
    return this.#everybody.filter((member) => member.id !== this.#presence.self);
  }

  get status(): RoomStatus {
    return this.#isClosed ? 'closed' : this.#session.status;
  }

  /** How signaling travels; null while it is cut off. */
  get transport(): TransportKind | null {
    return this.#session.transport;
  }

  get chat(): readonly ChatMessage[] {
    return this.#people.messages;
  }

  /** What was counted on the way: refusals, replays, gaps, overflows. For experts; holds no names or keys. */
  get diagnostics(): Readonly<Record<string, number>> {
    return { ...this.#session.counts, ...this.#counters.snapshot() };
  }

  /** The connection to one member, for statistics. Undefined while there is none. */
  stats(memberId: string): Promise<RTCStatsReport> | undefined {
    return this.#presence.neighbourhood.get(memberId)?.link?.getStats();
  }

  /** Sends other tracks from now on; the ones not named stay. */
  async setTracks(tracks: Partial<LocalTracks>): Promise<void> {
    this.#tracks = { ...this.#tracks, ...tracks };
    if (tracks.screen) tracks.screen.contentHint ||= 'detail';
    this.#tell();
    await this.#presence.neighbourhood.setTracks(this.#tracks);
    this.#videos.handleTracksChanged();
  }

  /** Tells the others what is sent; says nothing when nothing changed. */
  setState(state: Partial<MemberState>): void {
    this.#own.setState(state);
  }

  /** An invalid name is taken back with a notice. */
  setName(name: string): void {
    this.#own.setName(name);
  }

  setVideoSize(size: VideoSize): void {
    this.#videos.setSize(size);
  }

  /**
   * Writes to everybody. Rejects with RequestError `invalid-message` unless it has 1 to 4000 characters, and with
   * `insecure-context` on a page that cannot sign.
   */
  say(text: string): Promise<ChatMessage> {
    return this.#people.say(text);
  }

  /**
   * Compares a safety code with a member: both people see the same seven emoji, unless somebody is in between. Throws
   * RequestError `not-verifiable` while it is not known who is there.
   */
  verify(memberId: string): Verification {
    return this.#people.verify(memberId);
  }

  retryLink(memberId: string): void {
    this.#presence.neighbourhood.get(memberId)?.retry();
  }

  /** Who is how loud now, 0..1, by member id. */
  levels(): ReadonlyMap<string, number> {
    const { self, neighbourhood } = this.#presence;
    return this.#voices.read(self, neighbourhood, this.#isClosed ? null : this.#tracks.microphone);
  }

  /** Ids of the others, whoever spoke last first, as heard whenever levels were read. */
  get speakers(): readonly string[] {
    return this.#voices.speakers;
  }

  /** Whose pictures come before all others here. Null: nobody's. */
  get pinned(): string | null {
    return this.#videos.pinned;
  }

  pin(memberId: string | null): void {
    this.#videos.pin(memberId);
  }

  lock(isLocked: boolean): void {
    this.#ownership.lock(isLocked);
  }

  /** Answers a knock. When nobody fits in, a notice `room-full` comes, and the knock stays. */
  letIn(knockId: string): void {
    this.#ownership.answer(knockId, true);
  }

  refuse(knockId: string): void {
    this.#ownership.answer(knockId, false);
  }

  /** The member goes, and its identity is barred for as long as the room lives. */
  remove(memberId: string): void {
    this.#ownership.remove(memberId);
  }

  closeForAll(): void {
    this.#ownership.closeForAll();
  }

  /** Gone at once for everybody. */
  leave(): void {
    if (this.#isClosed) return;
    this.#places.clear(this.id);
    this.#presence.neighbourhood.sayGoodbye(() => this.#nonce());
    this.#session.leave();
    this.#close('left');
  }

  #firstConnection(): Promise<void> {
    return new Promise((resolve) => {
      this.#connected = resolve;
      this.#environment.clock.after(connectBeforeShowingMs, resolve);
    });
  }

  get #everybody(): RoomMember[] {
    const { self, roster, neighbourhood } = this.#presence;
    const tracks = this.#tracks;
    const people = this.#people;
    this.#view ??= this.#snapshots.take({
      ...{ self, roster, neighbourhood, tracks },
      shown: (id) => this.#videos.shown(id),
      person: (id) => people.person(id),
      security: (id) =>
        this.#key || people.person(id).trust === 'verified'
          ? 'end-to-end-verified'
          : 'end-to-end-unverified',
    });
    return this.#view;
  }

  #createPeople(room: string, connection: SignalingConnection): People {
    return new People(
      {
        room,
        own: connection.person(room),
        environment: this.#environment,
        selfId: () => this.#presence.self,
        self: () => this.self,
        others: () => this.members,
        neighbour: (id) => this.#presence.neighbourhood.get(id),
        count: this.#counters.count,
      },
      {
        changed: () => this.#tell(),
        chat: (message) => this.emit('chat', message),
        notice: (notice) => this.emit('notice', notice),
        verification: (verification) => this.emit('verification', verification),
      },
    );
  }

  #createVideos({ device, videoSize = 'large' }: JoinOptions): Videos {
    return new Videos(
      this.#environment.clock,
      { device, size: videoSize },
      {
        presence: () => this.#presence,
        tracks: () => this.#tracks,
        hear: () => this.levels(),
        speakers: () => this.speakers,
        nonce: () => this.#nonce(),
        changed: () => this.#tell(),
        count: this.#counters.count,
      },
    );
  }

  #createNeighbourhood(self: string): Neighbourhood {
    const { clock, randomness, createStream } = this.#environment;
    const iceServers = () => this.#presence.iceServers;
    return new Neighbourhood(
      {
        self,
        clock,
        randomness,
        seal: this.#seal,
        send: (to, data) => this.#session.send({ type: 'signal', to, data }),
        createPeer: (role) => this.#peers.take(iceServers(), role),
        createStream,
        iceServers,
        isSignaling: () => this.#session.isSettled,
        doubtSignaling: () => this.#session.wake(),
        tracks: () => this.#tracks,
        holdsVideo: () => !this.#videos.isSmall,
        count: this.#counters.count,
      },
      {
        changed: (id) => this.#handleLinkChanged(id),
        frame: (id, frame) => this.#handleFrame(id, frame),
        undelivered: (id, frame) => this.#people.handleUndelivered(id, frame),
      },
    );
  }

  #listen(session: Session): (() => void)[] {
    const refused: SessionEvents['refused'] = ({ code, message: text }, message) => {
      if (message?.type === 'signal') {
        this.#counters.count(`signal-${code}`);
        this.#presence.neighbourhood.get(message.to)?.handleUndelivered();
      } else if (this.#isAway) this.#close('place-lost');
      else this.#handleRefusedUpdate(code, text);
    };
    return [
      session.on('joined', (joined, again) => this.#handleJoined(joined, again)),
      session.on('resumed', (resumed) => {
        this.#presence.handleResumed(resumed);
        this.#ownership.handleResumed(resumed.fresh);
        if (resumed.fresh) this.#own.sayAgain();
      }),
      session.on('news', (news) => {
        this.#ownership.handleNews(news);
        this.#presence.handleNews(news);
      }),
      session.on('refused', refused),
      session.on('knocking', () => {
        const text = 'The room is locked. You have knocked.';
        this.emit('notice', { code: 'knocking', text });
      }),
      session.on('status', (status) => this.#handleStatus(status)),
      session.on('ended', (reason) => this.#close(reason)),
    ];
  }

  #handleJoined(joined: Joined, again: boolean): void {
    this.#isAway = false;
    if (joined.room.id !== this.id || joined.room.kind !== this.kind) {
      this.#session.leave();
      this.#close('place-lost');
      return;
    }
    this.#ownership.handleJoined(joined.room);
    this.#presence.handleJoined(joined, this.#own.seat.member.state);
    if (again) this.emit('notice', { code: 'welcome-back', text: 'Welcome back' });
  }

  #handleStatus(status: RoomStatus): void {
    if (status === 'server-restarting') {
      const text = 'Hearth is restarting. Your call goes on.';
      this.emit('notice', { code: 'server-restarting', text });
    }
    this.#tell();
  }

  #handleRefusedUpdate(code: string, text: string): void {
    this.#counters.count(`refused-${code}`);
    if (code === 'invalid-name') this.#own.handleRefusedName();
    this.emit('notice', { code, text });
  }

  #handleLinkChanged(id: string): void {
    const state = this.#presence.neighbourhood.get(id)?.state;
    if (state !== 'connecting') {
      this.#connected?.();
      this.#telling.release();
    }
    this.#presence.handleLinkChanged(id);
    this.#people.handleLinkChanged(id);
    this.#videos.handleLinkChanged(id);
  }

  #handleMembersChanged(): void {
    this.#videos.handleMembersChanged();
    this.#tell();
  }

  #handleFrame(id: string, frame: ControlFrame): void {
    if (frame.topic === 'bye') this.#presence.handleGoodbye(id, this.#session.isSettled);
    else if (frame.topic === 'want') this.#videos.handleWant(id, frame.payload);
    else if (!this.#people.handleFrame(id, frame)) this.#counters.count('frame-unknown');
  }

  #watchPage(): () => void {
    return followPage(this.#environment.watchPage, this.#request.device, {
      left: () => this.#goAway(),
      returned: () => this.#comeBack(),
      slept: (paused) => this.setState({ paused }),
      woke: () => this.#session.wake(),
      networkChanged: () => this.#presence.neighbourhood.handleNetworkChange(),
    });
  }

  /** The page is going away: gone at once for the others, and the next page takes the place up. */
  #goAway(): void {
    const { token } = this.#session;
    if (token) this.#places.save(this.id, token);
    this.#request = { ...this.#request, ...(token && { resumeOf: token }) };
    this.#isAway = true;
    this.#presence.neighbourhood.sayGoodbye(() => this.#nonce());
    this.#session.leave();
  }

  #comeBack(): void {
    if (this.#isClosed || !this.#isAway) return;
    this.#places.clear(this.id);
    const { name, state } = this.#own.seat.member;
    this.#session.join({ ...this.#request, name, state });
  }

  #close(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const end of this.#ends) end();
    this.#telling.release();
    this.#videos.close();
    this.#people.close();
    this.#voices.close();
    this.#peers.close();
    this.#environment.clock.after(goodbyeFlushMs, () => this.#presence.close());
    this.#tell();
    this.emit('closed', reason);
  }

  #nonce(): string {
    return toBase64Url(this.#environment.randomness.bytes(16));
  }

  #tellJoined(id: string): void {
    this.#view = null;
    if (!this.#presence.self) return;
    this.#telling.hold();
    this.#telling.announce(() => {
      const member = this.members.find((known) => known.id === id);
      if (member) this.emit('memberJoined', member);
    });
  }

  /** Snapshots are stale now. */
  #tell(): void {
    this.#view = null;
    this.#telling.changed();
  }
}
