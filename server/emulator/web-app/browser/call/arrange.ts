import type { Arrangement } from '../layouts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Stage {
  width: number;
  height: number;
  gap: number;
  /** A tile is never narrower than this; who does not fit is counted instead. */
  minTileWidth: number;
}

export interface Arranged {
  /** The large box; null where all are equal. */
  main: Box | null;
  /** One box for each that is shown, in order. Where not all fit, the last box is for their number. */
  small: Box[];
  /** How many do not fit. */
  hidden: number;
}

const WIDEST = 16 / 9;
const NARROWEST = 3 / 4;

/** Places `count` equal tiles, and a large box beside, above or instead of them. Lengths are in CSS pixels. */
export function arrange(kind: Arrangement, count: number, stage: Stage): Arranged {
  const whole: Box = { x: 0, y: 0, width: stage.width, height: stage.height };
  if (kind === 'equal') return { main: null, ...grid(count, whole, stage) };
  if (kind === 'alone' || count === 0) return { main: whole, small: [], hidden: 0 };
  // A column beside would leave nothing of a narrow stage.
  const beside = kind === 'side' && stage.width > stage.height;
  return beside ? arrangeBeside(count, whole, stage) : arrangeBelow(count, whole, stage);
}

/** The large box on the left and a column of tiles on the right; what the tiles do not use goes to the large box. */
function arrangeBeside(count: number, whole: Box, stage: Stage): Arranged {
  const share = count > 12 ? 0.36 : count > 5 ? 0.3 : 0.22;
  const column = { ...whole, width: Math.round(whole.width * share), x: whole.width - Math.round(whole.width * share) };
  const { small, hidden } = grid(count, column, stage);
  const unused = Math.min(...small.map((box) => box.x)) - column.x;
  return {
    main: { ...whole, width: column.x - stage.gap + 2 * unused },
    small: small.map((box) => ({ ...box, x: box.x + unused })),
    hidden,
  };
}

/** The large box above and rows of tiles below; what the tiles do not use goes to the large box. */
function arrangeBelow(count: number, whole: Box, stage: Stage): Arranged {
  const share = whole.width > whole.height ? 0.2 : 0.38;
  const row = { ...whole, height: Math.round(whole.height * share), y: whole.height - Math.round(whole.height * share) };
  const { small, hidden } = grid(count, row, stage);
  const unused = Math.min(...small.map((box) => box.y)) - row.y;
  return {
    main: { ...whole, height: row.y - stage.gap + 2 * unused },
    small: small.map((box) => ({ ...box, y: box.y + unused })),
    hidden,
  };
}

/** Fills a box with as many equal tiles as are wanted and fit, as large as can be. */
function grid(count: number, box: Box, { gap, minTileWidth }: Stage): Omit<Arranged, 'main'> {
  if (count === 0) return { small: [], hidden: 0 };
  const room = Math.max(1, capacity(box, gap, minTileWidth));
  const shown = Math.min(count, room);
  const { columns, width, height } = bestColumns(shown, box, gap);
  const rows = Math.ceil(shown / columns);
  const top = box.y + (box.height - rows * height - (rows - 1) * gap) / 2;
  const small = Array.from({ length: shown }, (_, index): Box => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, shown - row * columns);
    const left = box.x + (box.width - inRow * width - (inRow - 1) * gap) / 2;
    return { x: left + (index % columns) * (width + gap), y: top + row * (height + gap), width, height };
  });
  // The last box then counts the others, and whom it would have shown is one of them.
  return { small, hidden: count > shown ? count - shown + 1 : 0 };
}

function capacity(box: Box, gap: number, minTileWidth: number): number {
  const columns = Math.floor((box.width + gap) / (minTileWidth + gap));
  const rows = Math.floor((box.height + gap) / (minTileWidth / WIDEST + gap));
  return columns * rows;
}

function bestColumns(count: number, box: Box, gap: number): { columns: number; width: number; height: number } {
  let best = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (box.width - (columns - 1) * gap) / columns;
    const cellHeight = (box.height - (rows - 1) * gap) / rows;
    const width = Math.max(0, Math.min(cellWidth, cellHeight * WIDEST));
    const height = Math.max(0, Math.min(cellHeight, width / NARROWEST));
    if (width * height > best.width * best.height) best = { columns, width, height };
  }
  return best;
}
