import type { Cancel, Clock } from '../clock.ts';
import type {
  IceServer,
  Joined,
  Member,
  MemberState,
  Resumed,
  Topology,
} from '../protocol/messages.ts';
import type { PlaceNews } from '../session/session.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { Roster } from './roster.ts';
import type { Notice, RoomMember } from './snapshots.ts';

export interface PresenceHandlers {
  createNeighbourhood(self: string): Neighbourhood;
  /** The member as the room shows it now. */
  describe(id: string): RoomMember | undefined;
  changed(): void;
  joined(id: string): void;
  left(member: RoomMember, reason: string): void;
  notice(notice: Notice): void;
}

/** A hostile server may announce as many as it likes; a page shows and keeps so many. */
const maximumMembers = 64;
/** A browser asks each of them for an address for every link; a long list would make members a flood. */
const maximumIceServers = 16;
/** After a restart of the server members say at once what they send; silence means: nothing. */
const stateToldWithinMs = 3_000;

/** Who is in the room and linked to us, through resumes, restarts of the server and new places. */
export class Presence {
  readonly roster: Roster;
  readonly #clock: Clock;
  readonly #handlers: PresenceHandlers;
  #neighbourhood: Neighbourhood;
  #self = '';
  #iceServers: IceServer[] = [];
  #graceMs = 0;
  /** Members a restarted server has not named again: unknown, not gone. */
  #unknown = new Set<string>();
  #grace: Cancel | null = null;

  constructor(clock: Clock, handlers: PresenceHandlers) {
    this.#clock = clock;
    this.#handlers = handlers;
    this.roster = new Roster(clock);
    this.#neighbourhood = handlers.createNeighbourhood('');
  }

  get self(): string {
    return this.#self;
  }

  get neighbourhood(): Neighbourhood {
    return this.#neighbourhood;
  }

  get iceServers(): RTCIceServer[] {
    return this.#iceServers.slice(0, maximumIceServers).map(({ urls, username, credential }) => ({
      urls: urls.slice(0, maximumIceServers),
      ...(typeof username === 'string' && { username }),
      ...(typeof credential === 'string' && { credential }),
    }));
  }

  /**
   * A place, the first one or a new one after the old was given up. What we send ourselves, `state`, we know
   * better than the server: nobody may be shown as muted who is heard.
   */
  handleJoined(joined: Joined, state: MemberState): void {
    const { members, topology, iceServers, graceMs } = joined;
    const self = { ...joined.self, state };
    const previous = this.#self;
    const here = new Set(members.map((member) => member.id));
    for (const { member } of this.roster.seats) {
      if (member.id === previous) this.roster.unseat(previous);
      else if (!here.has(member.id)) this.#remove(member.id, 'timed-out');
    }
    this.#neighbourhood.close();
    this.#neighbourhood = this.#handlers.createNeighbourhood(self.id);
    this.#self = self.id;
    this.#iceServers = iceServers;
    this.#graceMs = graceMs;
    this.#forgetUnknown();
    this.#neighbourhood.handleEarlier(here);
    for (const member of members) this.#seat(member);
    this.roster.seat(previous ? { ...self, resumeOf: previous } : self);
    this.#handleTopology(topology);
    this.#handlers.changed();
  }

  handleResumed({ fresh, members }: Resumed): void {
    if (fresh) {
      const here = new Set(members.map((member) => member.id));
      this.#neighbourhood.handleEarlier(here);
      const others = this.roster.seats.filter(({ member }) => member.id !== this.#self);
      const missing = others.filter(({ member }) => !here.has(member.id));
      this.#forgetUnknown();
      this.#unknown = new Set(missing.map(({ member }) => member.id));
      this.#grace = this.#clock.after(this.#graceMs, () => this.#endGrace());
      for (const member of members) this.#handleBack(member);
    }
    for (const neighbour of this.#neighbourhood.all) {
      if (!this.#unknown.has(neighbour.id)) neighbour.handleSignalsPass(fresh);
    }
    this.#handlers.changed();
  }

  handleNews(news: PlaceNews): void {
    switch (news.type) {
      case 'memberJoined':
        this.#handleMemberJoined(news.member);
        break;
      case 'memberUpdated':
        if (this.roster.get(news.member.id)) this.#seat(news.member);
        break;
      case 'memberLeft':
        if (news.id !== this.#self) this.#remove(news.id, news.reason);
        break;
      case 'signal':
        this.#neighbourhood.handleSignal(news.from, news.data);
        return;
      case 'iceServers':
        this.#iceServers = news.iceServers;
        return;
      case 'topology':
        this.#handleTopology(news);
        break;
      case 'roomUpdated':
        break;
    }
    this.#handlers.changed();
  }

  /** A member whose link is up outlives the grace time; it goes when its link does. */
  handleLinkChanged(id: string): void {
    const isOverdue = this.#unknown.has(id) && !this.#grace;
    if (isOverdue && !this.#neighbourhood.get(id)?.isConnected) this.#remove(id, 'timed-out');
    this.#handlers.changed();
  }

  /** The member said goodbye itself; without signaling nobody else will tell. */
  handleGoodbye(id: string, isSignaling: boolean): void {
    if (isSignaling) this.#neighbourhood.get(id)?.handleGoodbye();
    else this.#remove(id, 'left');
    this.#handlers.changed();
  }

  close(): void {
    this.#forgetUnknown();
    this.#neighbourhood.close();
  }

  #handleMemberJoined(member: Member): void {
    if (member.id === this.#self) return;
    if (this.roster.get(member.id)) {
      this.#handleBack(member);
      this.#neighbourhood.get(member.id)?.handleSignalsPass(true);
      return;
    }
    // A reload: the old page's tile makes room for the new one before its leaving is told.
    if (member.resumeOf && member.resumeOf !== this.#self)
      this.#remove(member.resumeOf, 'replaced');
    this.#seat(member);
  }

  /**
   * Back after a restart. A server that was just told who is here does not know yet what they send;
   * what we knew stays until the member says otherwise, which it does at once.
   */
  #handleBack(member: Member): void {
    if (member.id === this.#self) return;
    const known = this.roster.get(member.id)?.member.state;
    const { state } = member;
    this.#unknown.delete(member.id);
    const isTold = state.microphone || state.camera || state.screen || state.paused;
    if (!known || isTold) {
      this.#seat(member);
      return;
    }
    this.#seat({ ...member, state: known });
    this.#clock.after(stateToldWithinMs, () => {
      const seat = this.roster.get(member.id);
      if (seat?.member.state !== known) return;
      seat.member = { ...seat.member, state };
      this.#handlers.changed();
    });
  }

  #seat(member: Member): void {
    const isNew = !this.roster.get(member.id);
    if (member.id === this.#self || (isNew && this.roster.seats.length >= maximumMembers)) return;
    this.roster.seat(member);
    if (isNew) this.#handlers.joined(member.id);
  }

  #remove(id: string, reason: string): void {
    const member = this.#handlers.describe(id);
    this.#unknown.delete(id);
    this.#neighbourhood.remove(id);
    if (this.roster.unseat(id) && member) this.#handlers.left(member, reason);
  }

  #handleTopology(topology: Topology): void {
    // Nobody is spoken to who is not shown: a link needs a member that was announced.
    const links = topology.links.filter((id) => this.roster.get(id));
    if (this.#neighbourhood.handleTopology({ ...topology, links })) return;
    this.#handlers.notice({
      code: 'unknown-topology',
      text: 'The server asked for a kind of call this page does not know, so nothing was changed.',
    });
  }

  #endGrace(): void {
    this.#grace = null;
    for (const id of [...this.#unknown]) {
      if (!this.#neighbourhood.get(id)?.isConnected) this.#remove(id, 'timed-out');
    }
    this.#handlers.changed();
  }

  #forgetUnknown(): void {
    this.#grace?.();
    this.#grace = null;
    this.#unknown.clear();
  }
}
