import type { ControlFrame } from '../channels/controlFrame.ts';
import { Neighbour, type NeighbourContext } from '../link/neighbour.ts';
import type { Topology } from '../protocol/messages.ts';
import type { LocalTracks } from './snapshots.ts';

/** No room is larger; a longer list is not a list of members. */
const maximumNeighbours = 64;

export interface NeighbourhoodHandlers {
  changed(id: string): void;
  frame(id: string, frame: ControlFrame): void;
  undelivered(id: string, frame: ControlFrame): void;
}

/** The links of this member, as the topology wants them. A topology adds links and never takes one away. */
export class Neighbourhood {
  readonly #context: NeighbourContext;
  readonly #handlers: NeighbourhoodHandlers;
  readonly #neighbours = new Map<string, Neighbour>();
  /** Members that were there before us: to them the first offer is ours. */
  readonly #earlier = new Set<string>();

  constructor(context: NeighbourContext, handlers: NeighbourhoodHandlers) {
    this.#context = context;
    this.#handlers = handlers;
  }

  get(id: string): Neighbour | undefined {
    return this.#neighbours.get(id);
  }

  get all(): Neighbour[] {
    return [...this.#neighbours.values()];
  }

  /** The members that were in the room when our place began, or began anew. */
  handleEarlier(ids: Iterable<string>): void {
    for (const id of ids) this.#earlier.add(id);
  }

  /** False when the kind is unknown: such a topology is refused. */
  handleTopology({ kind, links }: Topology): boolean {
    if (kind !== 'mesh') return false;
    for (const id of links.slice(0, maximumNeighbours)) this.#add(id);
    return true;
  }

  handleSignal(from: string, data: unknown): void {
    const neighbour = this.#neighbours.get(from);
    if (neighbour) neighbour.handleSignal(data);
    else this.#context.count('signal-of-stranger');
  }

  remove(id: string): void {
    this.#earlier.delete(id);
    this.#neighbours.get(id)?.close();
    this.#neighbours.delete(id);
  }

  async setTracks(tracks: LocalTracks): Promise<void> {
    await Promise.all(this.all.map((neighbour) => neighbour.setTracks(tracks)));
  }

  handleNetworkChange(): void {
    for (const neighbour of this.all) neighbour.handleNetworkChange();
  }

  /** Everybody is told that we go, whether the server hears of it or not. */
  sayGoodbye(nonce: () => string): void {
    for (const neighbour of this.all) neighbour.sayGoodbye(nonce());
  }

  close(): void {
    for (const id of [...this.#neighbours.keys()]) this.remove(id);
  }

  #add(id: string): void {
    const isFull = this.#neighbours.size >= maximumNeighbours;
    if (this.#neighbours.has(id) || id === this.#context.self || isFull) return;
    const neighbour = new Neighbour(id, this.#context, {
      changed: () => this.#handlers.changed(id),
      frame: (frame) => this.#handlers.frame(id, frame),
      undelivered: (frame) => this.#handlers.undelivered(id, frame),
    });
    this.#neighbours.set(id, neighbour);
    if (this.#earlier.has(id)) neighbour.begin();
    else neighbour.expect();
  }
}
