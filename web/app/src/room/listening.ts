import type { Room } from '@hearth/peering';
import { Changes } from '../changes.ts';
import { MutedHint } from '../media/hints.ts';
import { SpeakingSet } from '../media/speaking.ts';
import { MutedSigns } from './mutedSigns.ts';

/** Who speaks, oneself included, who is muted, and whether one speaks into a muted microphone. */
export class Listening {
  readonly changed = new Changes();
  readonly #set = new SpeakingSet();
  readonly #hint = new MutedHint();
  readonly #signs = new MutedSigns();
  #speaksMuted = false;

  get speaking(): ReadonlySet<string> {
    return this.#set.speaking;
  }

  /** The others whose tiles show the muted sign. */
  get muted(): ReadonlySet<string> {
    return this.#signs.shown;
  }

  get speaksMuted(): boolean {
    return this.#speaksMuted;
  }

  /** Takes everything heard at one time (milliseconds). `own` is null without a microphone. */
  handleLevels(
    now: number,
    room: Pick<Room, 'levels' | 'self' | 'members'>,
    own: { readonly level: number | null; readonly on: boolean },
  ): void {
    const levels = new Map(room.levels());
    levels.set(room.self.id, own.on ? (own.level ?? 0) : 0);
    const speaking = this.#set.handleLevels(now, levels);
    const signs = this.#signs.handleMembers(now, room.members);
    const hint = this.#hint.handleLevel(now, own.level ?? 0, !own.on);
    if (!speaking && !signs && hint === this.#speaksMuted) return;
    this.#speaksMuted = hint;
    this.changed.emit();
  }
}
