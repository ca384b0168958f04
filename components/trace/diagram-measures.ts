import { actors, type Actor } from '@/components/trace/step-arrows';

/** In units of the drawing, which are pixels where it has all its room. */
export const diagram = {
  width: 1160,
  /** Room for the names of those who take part. */
  head: 48,
  foot: 8,
  row: 44,
  /** From the upper edge of a row. */
  label: 17,
  arrow: 29,
  /** So many letters of a source have room at the right. */
  sourceLetters: 30,
} as const;

const firstLane = 260;
const betweenLanes = 134;

export function laneX(actor: Actor): number {
  return firstLane + actors.indexOf(actor) * betweenLanes;
}

/** The upper edge of a row, counted from 0. */
export function rowY(index: number): number {
  return diagram.head + index * diagram.row;
}
