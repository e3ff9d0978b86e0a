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
  /** The tile that shows a screen and so deserves most of the room, or null. */
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

/** How much of the stage a shared screen takes from the others. */
const featuredShare = 0.78;

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
  const large: Rect = beside
    ? { x: 0, y: 0, width: Math.round((width - gap) * featuredShare), height }
    : { x: 0, y: 0, width, height: Math.round((height - gap) * (featuredShare - 0.08)) };
  const strip: Rect = beside
    ? { x: large.width + gap, y: 0, width: width - large.width - gap, height }
    : { x: 0, y: large.height + gap, width, height: height - large.height - gap };
  const others = [...grid(strip, rest)];
  others.splice(featured, 0, large);
  return others;
}

/** Tries every number of columns and keeps the one that shows the most. */
function grid(area: Rect, { count, gap, narrowest }: Tiles): readonly Rect[] {
  let best: { columns: number; width: number; height: number } | null = null;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = shaped(
      (area.width - gap * (columns - 1)) / columns,
      (area.height - gap * (rows - 1)) / rows,
      narrowest,
    );
    if (best === null || cell.width * cell.height > best.width * best.height) {
      best = { columns, ...cell };
    }
  }
  if (best === null) return [];
  return rowsOf(area, count, gap, best);
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

/** Rows from the top, all of them and a last row that is not full standing in the middle. */
function rowsOf(
  area: Rect,
  count: number,
  gap: number,
  cell: { columns: number; width: number; height: number },
): readonly Rect[] {
  const rows = Math.ceil(count / cell.columns);
  const top = area.y + (area.height - (rows * (cell.height + gap) - gap)) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / cell.columns);
    const inRow = row === rows - 1 ? count - row * cell.columns : cell.columns;
    const left = area.x + (area.width - (inRow * (cell.width + gap) - gap)) / 2;
    return {
      x: Math.round(left + (index % cell.columns) * (cell.width + gap)),
      y: Math.round(top + row * (cell.height + gap)),
      width: cell.width,
      height: cell.height,
    };
  });
}
