import { boardCookie, boardViewText } from '@/lib/meeting/board-view';
import type { Pin } from '@/components/board/pinned';

/** What is around columns and people, and how much room one takes, in pixels: see `columns.tsx` and `people-grid.tsx`. */
const rail = { wideFrom: 1440, wide: 192, narrow: 56 };
const column = { margin: 16, width: 332 };
const row = { above: 165, below: 16, height: 36 };
const byDefault = { least: 2, most: 6, around: 220, width: 336 };
const aYear = 31_536_000;

/** How many columns stand on a board that nobody has arranged. */
export function fittingColumns(windowWidth: number): number {
  const { least, most, around, width } = byDefault;
  return Math.max(least, Math.min(most, Math.floor((windowWidth - around) / width)));
}

/** Tells the server, for the next visit, what of the board is in view. @param pins null where nobody has arranged it */
export function rememberView(pins: readonly Pin[] | null): void {
  const { innerWidth, innerHeight } = window;
  const across = innerWidth - (innerWidth < rail.wideFrom ? rail.narrow : rail.wide) - column.margin;
  const columns = pins ? Math.ceil(across / column.width) : fittingColumns(innerWidth);
  const people = Math.ceil((innerHeight - row.above - row.below) / row.height);
  const text = boardViewText({ columns, people, meetings: pins?.map(({ id }) => id) ?? [] });
  document.cookie = `${boardCookie}=${text}; path=/board; max-age=${aYear}; samesite=lax`;
}
