import type { TileView } from './tileView.ts';

/** All alike, or whoever speaks large and the others beside. */
export type StageView = 'grid' | 'speaker';

/**
 * The tile that is shown large, by its place in the row, or null. What a person pinned comes first, then a shared
 * screen, then in the speaker view whoever of the others spoke last.
 */
export function featuredTile(
  tiles: readonly Pick<TileView, 'id' | 'you' | 'screen'>[],
  wish: {
    readonly view: StageView;
    readonly pinned: string | null;
    readonly speakers: readonly string[];
  },
): number | null {
  const others = tiles.filter(({ you }) => !you);
  const pinned = others.find(({ id }) => id === wish.pinned);
  const sharing = tiles.find(({ screen }) => screen !== null);
  const spoke = wish.speakers.find((id) => others.some((other) => other.id === id));
  const speaker = wish.view === 'speaker' ? (spoke ?? others[0]?.id) : undefined;
  const featured = pinned?.id ?? sharing?.id ?? speaker;
  return featured === undefined ? null : tiles.findIndex(({ id }) => id === featured);
}
