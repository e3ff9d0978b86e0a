import { createRoom, parseRoomLink, RoomKey } from '@hearth/peering';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sentenceFor } from '../sentences.ts';

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
  #startProblem = '';
  #linkProblem = '';

  constructor(host: ReactiveControllerHost, go: (destination: Destination) => void) {
    this.#host = host;
    this.#go = go;
    host.addController(this);
  }

  get busy(): boolean {
    return this.#busy;
  }

  get startProblem(): string {
    return this.#startProblem;
  }

  get linkProblem(): string {
    return this.#linkProblem;
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
    this.#startProblem = '';
    this.#host.requestUpdate();
    try {
      if (!isSecureContext) throw new InsecureError();
      const key = RoomKey.generate();
      const { id, ownerToken } = await createRoom({ key, signal });
      if (!signal.aborted) this.#go({ room: id, keyText: key.toString(), ownerToken });
    } catch (error) {
      this.#startProblem = error instanceof InsecureError ? error.message : sentenceFor(error);
    } finally {
      this.#busy = false;
      this.#host.requestUpdate();
    }
  }

  /** Goes to the room of a typed name or a pasted link, or says why not. */
  enter(text: string): void {
    const place = text.trim() === '' ? null : parseRoomLink(text, location.origin);
    this.#linkProblem = '';
    if (place) this.#go({ room: place.room, keyText: place.key?.toString() ?? '' });
    else this.#linkProblem = linkProblem(text);
    this.#host.requestUpdate();
  }
}

class InsecureError extends Error {
  constructor() {
    super(
      'A room with a secret link needs a secure address. Open Hearth with https, or on the computer it runs on.',
    );
  }
}

function linkProblem(text: string): string {
  if (text.trim() === '') return "Type a room's name, or paste its link.";
  return text.includes('/')
    ? 'That link does not lead to a room here. Ask for it again.'
    : "A room's name is made of letters, digits and dashes.";
}
