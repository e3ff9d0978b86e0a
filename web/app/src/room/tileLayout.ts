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

/** A face needs neither a letter box nor a door slit: width divided by height stays in here. */
const narrowest = 0.7;
const widest = 16 / 9;

/** How much of the stage a shared screen takes from the others. */
const featuredShare = 0.78;

/** Places every tile so that the faces together get as much of the stage as their shapes allow. */
export function arrangeTiles(stage: Stage): readonly Rect[] {
  if (stage.count <= 0 || stage.width <= 0 || stage.height <= 0) return [];
  if (stage.featured === null) return grid(whole(stage), stage.count, stage.gap);
  if (stage.count === 1) return [whole(stage)];
  return withFeatured(stage, stage.featured);
}

function whole(stage: Stage): Rect {
  return { x: 0, y: 0, width: stage.width, height: stage.height };
}

function withFeatured(stage: Stage, featured: number): readonly Rect[] {
  const { width, height, gap } = stage;
  const beside = width > height * 1.1;
  const large: Rect = beside
    ? { x: 0, y: 0, width: Math.round((width - gap) * featuredShare), height }
    : { x: 0, y: 0, width, height: Math.round((height - gap) * (featuredShare - 0.08)) };
  const rest: Rect = beside
    ? { x: large.width + gap, y: 0, width: width - large.width - gap, height }
    : { x: 0, y: large.height + gap, width, height: height - large.height - gap };
  const others = [...grid(rest, stage.count - 1, gap)];
  others.splice(featured, 0, large);
  return others;
}

/** Tries every number of columns and keeps the one that shows the most. */
function grid(area: Rect, count: number, gap: number): readonly Rect[] {
  let best: { columns: number; width: number; height: number } | null = null;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = shaped(
      (area.width - gap * (columns - 1)) / columns,
      (area.height - gap * (rows - 1)) / rows,
    );
    if (best === null || cell.width * cell.height > best.width * best.height) {
      best = { columns, ...cell };
    }
  }
  if (best === null) return [];
  return rowsOf(area, count, gap, best);
}

/** The largest rectangle of an allowed shape inside a cell. */
function shaped(width: number, height: number): { width: number; height: number } {
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
