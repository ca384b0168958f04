import type { Item } from '@/lib/move/item';
import type { Inventory } from '@/server/inventory/inventory';
import type { MoveMemory } from '@/server/moves/last-moves';
import { Turns } from '@/server/moves/turns';

/** Who is to be moved, and where to. */
type Mover = Pick<Item, 'participant' | 'name' | 'to'>;

/**
 * Lets moves of one person have their turn one after the other. Each move gives them a new id: whoever is asked for under the id that
 * a move has made is still being moved, until that move has come to its end.
 */
export class PersonTurns {
  readonly #turns = new Turns();
  /** By participant of a move that is under way: the id under which the turn was taken. */
  readonly #moving = new Map<string, string>();
  /** By meeting and name: the participants who are being moved there. */
  readonly #awaited = new Map<string, Set<string>>();

  constructor(
    private readonly inventory: Pick<Inventory, 'predecessorOf' | 'participant'>,
    private readonly moves: Pick<MoveMemory, 'of' | 'madeFrom'>,
  ) {}

  /** Takes the person's turn if nobody has it, and returns how to give it back; null where one would have to wait. */
  tryTake({ participant, name, to }: Mover): (() => void) | null {
    const person = this.#personOf(participant);
    const giveBack = this.#turns.tryTake(person);
    if (!giveBack) return null;
    const place = placeOf(to.meeting ?? '', name);
    this.#moving.set(participant, person);
    this.#awaited.set(place, (this.#awaited.get(place) ?? new Set()).add(participant));
    return () => {
      this.#moving.delete(participant);
      this.#noLongerAwaited(place, participant);
      giveBack();
    };
  }

  /** Tells once the person's turn is given back, first come first told; at once if nobody has it. */
  whenFree(participant: string, tell: () => void): void {
    this.#turns.whenFree(this.#personOf(participant), tell);
  }

  /** The first id of theirs that is known. A bridge may say of people that they were made from each other. */
  #personOf(participant: string): string {
    const seen = new Set<string>();
    let id = participant;
    while (!seen.has(id)) {
      seen.add(id);
      const moving = this.#moving.get(id);
      if (moving !== undefined) return moving;
      id = this.inventory.predecessorOf(id) ?? this.moves.madeFrom(id) ?? this.#awaitedAs(id) ?? id;
    }
    return id;
  }

  /**
   * Whom somebody may have been where neither a bridge nor a move tells it yet, as right after a start, when people are listed before anything
   * is told of them: they are where that one is being moved to, and are called the same.
   */
  #awaitedAs(id: string): string | null {
    const found = this.inventory.participant(id);
    const awaited = found && this.#awaited.get(placeOf(found.meeting, found.name));
    return [...(awaited ?? [])].find((participant) => this.moves.of(participant) === null) ?? null;
  }

  #noLongerAwaited(place: string, participant: string): void {
    const awaited = this.#awaited.get(place);
    awaited?.delete(participant);
    if (awaited?.size === 0) this.#awaited.delete(place);
  }
}

function placeOf(meeting: string, name: string): string {
  return `${meeting} ${name}`;
}
