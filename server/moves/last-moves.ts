import { isInScope, type Place, type Scope } from '@/lib/access/scope';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { Meanwhile, Verdict } from '@/lib/move/verdict';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { Inventory } from '@/server/inventory/inventory';
import type { Route } from '@/server/moves/order-store';

/** Of how many people who were moved it is remembered who moved them: more than anybody asks of who was too late. */
const lastMovesKept = 5_000;

interface LastMove {
  readonly meanwhile: Meanwhile;
  /** Where they were moved from. */
  readonly from: Place | null;
}

/** Who moved somebody last, and where to, by the id that the move left behind: for those whose own move of them comes too late. */
export interface LastMoves {
  /** Null where it is not known. */
  of(participant: string): Meanwhile | null;
  /** Where somebody was before that; null where it is not known. */
  placeBefore(participant: string): Place | null;
  /** As it is for whoever has this scope: of those who were outside before their move nothing is known. */
  for(scope: Scope | null): LastMoves;
}

/** Remembers the moves of the last while, Usher's own and those of others. */
export class MoveMemory implements LastMoves {
  readonly #moves = new BoundedMemory<string, LastMove>(lastMovesKept);
  readonly #olds = new BoundedMemory<string, string>(lastMovesKept);

  /** Takes in an item of whom it is known whom it made. */
  note(by: Order['by'], { participant, newParticipant, to, times, state }: Item, route: Route | undefined): void {
    if (newParticipant === null || state === 'refused') return;
    const place = route?.to ?? null;
    const meanwhile = {
      by: { kind: by.kind, name: by.kind === 'unknown' ? '' : by.name },
      to: { meeting: to.meeting, name: to.name, cluster: place?.cluster ?? null, space: place?.space ?? null },
      at: times.accepted ?? times.joined,
    };
    this.#moves.set(participant, { meanwhile, from: route?.from ?? null });
    this.#olds.set(newParticipant, participant);
  }

  /** Who somebody was before a move made them; null where that is not known. The bridges may tell it later. */
  madeFrom(newParticipant: string): string | null {
    return this.#olds.get(newParticipant) ?? null;
  }

  of(participant: string): Meanwhile | null {
    return this.#moves.get(participant)?.meanwhile ?? null;
  }

  placeBefore(participant: string): Place | null {
    return this.#moves.get(participant)?.from ?? null;
  }

  for(scope: Scope | null): LastMoves {
    if (scope === null) return this;
    const isSeen = (participant: string) => isInScope(scope, this.placeBefore(participant));
    return {
      of: (participant) => (isSeen(participant) ? this.of(participant) : null),
      placeBefore: (participant) => (isSeen(participant) ? this.placeBefore(participant) : null),
      for: (other) => this.for(other),
    };
  }
}

/** A verdict of `moved-meanwhile` with who was faster; any other as it is. Who was moved by nobody known is told to be where they are now. */
export function withMeanwhile<V extends Omit<Verdict, 'consequences'>>({ inventory, lastMoves }: { inventory: Inventory; lastMoves: Pick<LastMoves, 'of'> }, participant: string, verdict: V): V {
  if (verdict.reason !== 'moved-meanwhile') return verdict;
  const there = inventory.participant(participant);
  const before = there ? there.movedFrom?.participant : participant;
  const known = before === undefined ? null : lastMoves.of(before);
  const now = there ?? inventory.successorOf(participant);
  const meeting = now && inventory.meeting(now.meeting);
  const seen = meeting && { by: null, to: { meeting: meeting.id, name: meeting.name, cluster: meeting.cluster.id, space: meeting.space }, at: null };
  const meanwhile = known ?? seen;
  return meanwhile ? { ...verdict, meanwhile } : verdict;
}
