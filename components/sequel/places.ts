import type { Meeting } from '@/lib/meeting/meeting';
import type { DryRun } from '@/lib/move/order';

/** A meeting that an order is about, or a space that has none. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly space: string | null;
}

/** The meetings that those who may go come from and go to, each once. */
export function placesOf({ items }: DryRun, meetings: ReadonlyMap<string, Meeting>): Place[] {
  const places = new Map<string, Place>();
  for (const { from, to, verdict } of items) {
    if (!verdict.allowed) continue;
    for (const { meeting, name } of from ? [from, to] : [to]) {
      const space = meetings.get(meeting)?.space ?? (meeting === to.meeting ? to.space : null) ?? null;
      places.set(meeting, { id: meeting, name, space });
    }
  }
  return [...places.values()];
}
