import { createRoom, parseRoomLink, RoomKey } from '@hearth/peering';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sentenceFor } from '../sentences.ts';
import { words } from '../words/words.ts';

/** Where to go: a room, and its key as text where it has one. */
export interface Destination {
  readonly room: string;
  readonly keyText: string;
  /** Only for who has just made the room. */
  readonly ownerToken?: string;
}

/** Makes a room or reads the link of one; the home page shows how that stands. */
export class RoomStart implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #go: (destination: Destination) => void;
  #aborting = new AbortController();
  #busy = false;
  #startProblem: unknown = null;
  #linkProblem: LinkProblem | null = null;

  constructor(host: ReactiveControllerHost, go: (destination: Destination) => void) {
    this.#host = host;
    this.#go = go;
    host.addController(this);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Why no room was made, as a sentence; empty when there is nothing to say. */
  get startProblem(): string {
    if (this.#startProblem === null) return '';
    return this.#startProblem instanceof InsecureError
      ? words().home.insecure
      : sentenceFor(this.#startProblem);
  }

  get linkProblem(): string {
    return this.#linkProblem === null ? '' : words().home[this.#linkProblem];
  }

  hostConnected(): void {
    this.#aborting = new AbortController();
  }

  hostDisconnected(): void {
    this.#aborting.abort();
  }

  async start(): Promise<void> {
    if (this.#busy) return;
    const { signal } = this.#aborting;
    this.#busy = true;
    this.#startProblem = null;
    this.#host.requestUpdate();
    try {
      if (!isSecureContext) throw new InsecureError();
      const key = RoomKey.generate();
      const { id, ownerToken } = await createRoom({ key, signal });
      if (!signal.aborted) this.#go({ room: id, keyText: key.toString(), ownerToken });
    } catch (error) {
      this.#startProblem = error ?? new Error('the room was not made');
    } finally {
      this.#busy = false;
      this.#host.requestUpdate();
    }
  }

  /** Goes to the room of a typed name or a pasted link, or says why not. */
  enter(text: string): void {
    const place = text.trim() === '' ? null : parseRoomLink(text, location.origin);
    this.#linkProblem = null;
    if (place) this.#go({ room: place.room, keyText: place.key?.toString() ?? '' });
    else this.#linkProblem = linkProblem(text);
    this.#host.requestUpdate();
  }
}

class InsecureError extends Error {}

type LinkProblem = 'nothingTyped' | 'notALink' | 'notAName';

function linkProblem(text: string): LinkProblem {
  if (text.trim() === '') return 'nothingTyped';
  return text.includes('/') ? 'notALink' : 'notAName';
}
