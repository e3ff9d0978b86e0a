import type { RoomMember } from '@hearth/peering';

/** How long words spoken before a mute may still be on their way to the ear, in milliseconds. */
const lastWordsMs = 600;

/**
 * Who is shown as muted. The news travels faster than the sound, which waits in buffers: the sign
 * comes when nothing more will be heard, and goes at once.
 */
export class MutedSigns {
  /** When each muted member was first known to be so, long ago for those who came muted. */
  readonly #since = new Map<string, number>();
  readonly #known = new Set<string>();
  #shown: ReadonlySet<string> = new Set();

  get shown(): ReadonlySet<string> {
    return this.#shown;
  }

  /** Takes the members at a time in milliseconds; returns whether the answer changed. */
  handleMembers(now: number, members: readonly Pick<RoomMember, 'id' | 'state'>[]): boolean {
    const shown = new Set<string>();
    for (const { id, state } of members) {
      if (state.microphone) this.#since.delete(id);
      else if (!this.#since.has(id)) this.#since.set(id, this.#known.has(id) ? now : -lastWordsMs);
      this.#known.add(id);
      const since = this.#since.get(id);
      if (since !== undefined && now - since >= lastWordsMs) shown.add(id);
    }
    const changed =
      shown.size !== this.#shown.size || [...shown].some((id) => !this.#shown.has(id));
    if (changed) this.#shown = shown;
    return changed;
  }
}
