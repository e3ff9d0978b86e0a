import type { Room } from '@hearth/peering';
import { Changes } from '../changes.ts';
import { featuredTile, type StageView } from './stageView.ts';
import type { TileView } from './tileView.ts';

/** How the stage is arranged: the view a person chose, and who stands large. */
export class Stage {
  readonly changed = new Changes();
  readonly #room: Pick<Room, 'pin' | 'pinned' | 'speakers'>;
  #view: StageView = 'grid';
  #speaker: string | undefined;

  constructor(room: Pick<Room, 'pin' | 'pinned' | 'speakers'>) {
    this.#room = room;
  }

  get view(): StageView {
    return this.#view;
  }

  /** The place of the large tile, or null. */
  featured(tiles: readonly TileView[]): number | null {
    const { pinned, speakers } = this.#room;
    return featuredTile(tiles, { view: this.#view, pinned, speakers });
  }

  turn(): void {
    this.#view = this.#view === 'grid' ? 'speaker' : 'grid';
    this.changed.emit();
  }

  /** Pins a member, or lets go of the one that is pinned. */
  pin(id: string): void {
    this.#room.pin(this.#room.pinned === id ? null : id);
  }

  /** The levels were read: somebody else may be the one who spoke last. */
  handleHeard(): void {
    const [speaker] = this.#room.speakers;
    if (speaker === this.#speaker) return;
    this.#speaker = speaker;
    if (this.#view === 'speaker') this.changed.emit();
  }
}
