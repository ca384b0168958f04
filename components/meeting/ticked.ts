import type { Participant } from '@/lib/meeting/participant';

/** A box that was ticked, or let go. */
export interface Tick {
  readonly id: string;
  /** With shift: it is about everybody from `anchor` to this one. */
  readonly shift: boolean;
  /** Whose box was ticked before; null for nobody's. */
  readonly anchor: string | null;
}

/**
 * Who is picked out after a box was ticked; with shift everybody in between becomes what that box becomes.
 * @param shown everybody in the order in which they stand
 */
export function ticked(selected: ReadonlySet<string>, shown: readonly Participant[], { id, shift, anchor }: Tick): Set<string> {
  const next = new Set(selected);
  const [from, to] = [shown.findIndex((one) => one.id === anchor), shown.findIndex((one) => one.id === id)];
  const range = shift && from !== -1 && to !== -1 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1).map((one) => one.id) : [id];
  for (const one of range) {
    if (selected.has(id)) next.delete(one);
    else next.add(one);
  }
  return next;
}
