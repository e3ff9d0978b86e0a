import type { lookAtRoom, RoomKey, RoomLook } from '@hearth/peering';
import { codeOf } from '../sentences.ts';

/** How often the lobby asks who is inside, in milliseconds. */
const lookEveryMs = 4000;

interface Services {
  readonly lookAtRoom: typeof lookAtRoom;
  readonly later: (run: () => void, ms: number) => () => void;
}

/** What a look from outside says about the link one came with. */
export type Verdict = 'fits' | 'missing-key' | 'wrong-key';

/** Looks at a room from outside, again and again, until it is stopped. */
export class RoomWatch {
  readonly #place: { readonly room: string; readonly key: RoomKey | null };
  readonly #services: Services;
  readonly #onVerdict: (verdict: Verdict) => void;
  #stopping: AbortController | null = null;
  #cancel: () => void = () => {};
  #look: RoomLook | null = null;

  constructor(
    place: { readonly room: string; readonly key: RoomKey | null },
    services: Services,
    onVerdict: (verdict: Verdict) => void,
  ) {
    this.#place = place;
    this.#services = services;
    this.#onVerdict = onVerdict;
  }

  /** The newest answer; null until the first one. */
  get look(): RoomLook | null {
    return this.#look;
  }

  begin(): void {
    this.stop();
    this.#stopping = new AbortController();
    void this.#ask(this.#stopping.signal);
  }

  stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
    this.#cancel();
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const verdict = await this.#judge(signal);
    if (signal.aborted) return;
    if (verdict !== null) this.#onVerdict(verdict);
    // The verdict may have ended the visit.
    if (signal.aborted) return;
    this.#cancel = this.#services.later(() => void this.#ask(signal), lookEveryMs);
  }

  /** Null when there was no answer: the lobby works without one, and asks again. */
  async #judge(signal: AbortSignal): Promise<Verdict | null> {
    try {
      const { room, key } = this.#place;
      const look = await this.#services.lookAtRoom({ room, key, signal });
      this.#look = look;
      return verdictOn(look, key);
    } catch (error) {
      return codeOf(error) === 'wrong-proof' ? 'wrong-key' : null;
    }
  }
}

/**
 * A client that holds a key never goes into a room without one (docs/security.md), and whoever
 * holds the right one may see the members.
 */
function verdictOn(look: RoomLook, key: RoomKey | null): Verdict {
  if (key === null) return look.kind === 'keyed' ? 'missing-key' : 'fits';
  return look.kind === 'keyed' && look.members !== null ? 'fits' : 'wrong-key';
}
