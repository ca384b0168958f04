import type { Item } from '@/lib/move/item';
import type { Inventory } from '@/server/inventory/inventory';
import { Turns } from '@/server/moves/turns';

/**
 * Lets moves of one person have their turn one after the other. Each move gives them a new id: whoever is asked for under the id that
 * a move has made is still being moved, until that move has come to its end.
 */
export class PersonTurns {
  readonly #turns = new Turns();
  /** By participant of a move that is under way: the id under which the turn was taken. */
  readonly #moving = new Map<string, string>();
  /** By meeting and name: those who were being moved there when an earlier run ended, and of whom it is not on record whom the move made. */
  readonly #awaited = new Map<string, string>();

  constructor(private readonly inventory: Pick<Inventory, 'predecessorOf' | 'participant'>) {}

  /** Takes the person's turn if nobody has it, and returns how to give it back; null where one would have to wait. */
  tryTake(participant: string): (() => void) | null {
    const person = this.#personOf(participant);
    const giveBack = this.#turns.tryTake(person);
    if (!giveBack) return null;
    this.#moving.set(participant, person);
    return () => {
      this.#moving.delete(participant);
      giveBack();
    };
  }

  /** As {@link tryTake}, for whoever was being moved when an earlier run ended. The bridges may tell of whom that move made before they tell from whom. */
  keep({ participant, newParticipant, name, to }: Pick<Item, 'participant' | 'newParticipant' | 'name' | 'to'>): (() => void) | null {
    const giveBack = this.tryTake(participant);
    const person = this.#moving.get(participant);
    if (!giveBack || person === undefined) return null;
    const [book, key] = newParticipant === null ? [this.#awaited, placeOf(to.meeting ?? '', name)] : [this.#moving, newParticipant];
    book.set(key, person);
    return () => {
      book.delete(key);
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
      id = this.inventory.predecessorOf(id) ?? this.#awaitedAs(id) ?? id;
    }
    return id;
  }

  /** Whom somebody may have been, of whom no bridge tells it: they are where that one was being moved, and are called the same. */
  #awaitedAs(id: string): string | null {
    const found = this.inventory.participant(id);
    return found && (this.#awaited.get(placeOf(found.meeting, found.name)) ?? null);
  }
}

function placeOf(meeting: string, name: string): string {
  return `${meeting} ${name}`;
}
