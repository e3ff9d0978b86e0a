/** A rectangle in CSS pixels, measured from the top left of the stage. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Stage {
  readonly width: number;
  readonly height: number;
  /** How many tiles there are, 1 or more. */
  readonly count: number;
  /** The tile that deserves most of the room, or null. */
  readonly featured: number | null;
  readonly gap: number;
}

/**
 * Width divided by height of a tile. Cameras of computers see wide, those of phones held upright
 * see tall: a tile much narrower than its picture would cut people off.
 */
const widest = 16 / 9;
const narrowestOn = { wideStage: 1.15, tallStage: 0.9, phone: 0.62 } as const;

/** A tall stage narrower than this, in CSS pixels, is a phone held upright, and so are the cameras. */
const phoneWidth = 600;

/** How much of the stage the large tile takes from the others: a little less from many. */
const featuredShare = { amongFew: 0.78, amongMany: 0.7 } as const;
const few = 6;

/** Places every tile so that the faces together get as much of the stage as their shapes allow. */
export function arrangeTiles(stage: Stage): readonly Rect[] {
  if (stage.count <= 0 || stage.width <= 0 || stage.height <= 0) return [];
  const { count, gap, featured } = stage;
  const narrowest = narrowestFor(stage);
  if (featured === null) return grid(whole(stage), { count, gap, narrowest });
  if (count === 1) return [whole(stage)];
  return withFeatured(stage, featured, { count: count - 1, gap, narrowest });
}

interface Tiles {
  readonly count: number;
  readonly gap: number;
  readonly narrowest: number;
}

function narrowestFor({ width, height }: Stage): number {
  if (width > height) return narrowestOn.wideStage;
  return width < phoneWidth ? narrowestOn.phone : narrowestOn.tallStage;
}

function whole(stage: Stage): Rect {
  return { x: 0, y: 0, width: stage.width, height: stage.height };
}

function withFeatured(stage: Stage, featured: number, rest: Tiles): readonly Rect[] {
  const { width, height, gap } = stage;
  const beside = width > height * 1.1;
  const share = rest.count <= few ? featuredShare.amongFew : featuredShare.amongMany;
  const large: Rect = beside
    ? { x: 0, y: 0, width: Math.round((width - gap) * share), height }
    : { x: 0, y: 0, width, height: Math.round((height - gap) * (share - 0.08)) };
  const strip: Rect = beside
    ? { x: large.width + gap, y: 0, width: width - large.width - gap, height }
    : { x: 0, y: large.height + gap, width, height: height - large.height - gap };
  const others = [...grid(strip, rest)];
  others.splice(featured, 0, large);
  return others;
}

/** Tries every number of rows and keeps the one that shows the most. */
function grid(area: Rect, tiles: Tiles): readonly Rect[] {
  let best: readonly Row[] = [];
  for (let count = 1; count <= tiles.count; count += 1) {
    const rows = rowsFor(area, tiles, count);
    if (worth(rows) > worth(best)) best = rows;
  }
  return placed(area, tiles.gap, best);
}

/** Tiles of one row are of one size. */
interface Row {
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** Equal rows look calmer, and so may cover a little less; people twice as large as others do not. */
const equalRowsCount = 1.2;
const unequalTilesCount = 0.7;
const unequal = 2.1;

function worth(rows: readonly Row[]): number {
  const areas = rows.map(({ width, height }) => width * height);
  const covered = rows.reduce((sum, { count }, index) => sum + count * (areas[index] ?? 0), 0);
  if (rows.every(({ count }) => count === rows[0]?.count)) return covered * equalRowsCount;
  const isUnequal = Math.max(...areas) > unequal * Math.min(...areas);
  return isUnequal ? covered * unequalTilesCount : covered;
}

/** As even as they can be, the first ones fuller by one: whoever sits in a shorter row sits wider. */
function rowsFor(area: Rect, { count, gap, narrowest }: Tiles, rows: number): readonly Row[] {
  const height = (area.height - gap * (rows - 1)) / rows;
  return Array.from({ length: rows }, (_, index) => {
    const inRow = Math.floor(count / rows) + (index < count % rows ? 1 : 0);
    const width = (area.width - gap * (inRow - 1)) / inRow;
    return { count: inRow, ...shaped(width, height, narrowest) };
  });
}

/** The largest rectangle of an allowed shape inside a cell. */
function shaped(
  width: number,
  height: number,
  narrowest: number,
): { width: number; height: number } {
  return {
    width: Math.max(0, Math.floor(Math.min(width, height * widest))),
    height: Math.max(0, Math.floor(Math.min(height, width / narrowest))),
  };
}

/** Rows from the top, all of them and each for itself standing in the middle. */
function placed(area: Rect, gap: number, rows: readonly Row[]): readonly Rect[] {
  const total = rows.reduce((sum, row) => sum + row.height + gap, -gap);
  let y = area.y + (area.height - total) / 2;
  return rows.flatMap(({ count, width, height }) => {
    const top = y;
    y += height + gap;
    const left = area.x + (area.width - (count * (width + gap) - gap)) / 2;
    return Array.from({ length: count }, (_, index) => ({
      x: Math.round(left + index * (width + gap)),
      y: Math.round(top),
      width,
      height,
    }));
  });
}
