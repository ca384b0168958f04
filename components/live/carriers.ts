import type { Presence } from '@/lib/meeting/presence';

/** Who holds whom in the air on other screens, by the people who are held. */
export class Carriers {
  readonly #presences = new Map<string, Presence>();
  readonly #byPerson = new Map<string, Presence>();

  /** Who carries this person; null while nobody does. Of two it is the one who came later. */
  of(person: string): Presence['by'] | null {
    return this.#byPerson.get(person)?.by ?? null;
  }

  /** Takes in whom one screen carries now. @returns whose carrier may be another one */
  take(presence: Presence): readonly string[] {
    const before = this.#presences.get(presence.id)?.participants ?? [];
    this.#presences.delete(presence.id);
    if (presence.participants.length > 0) this.#presences.set(presence.id, presence);
    for (const person of before) this.#byPerson.delete(person);
    for (const one of this.#presences.values()) for (const person of one.participants) this.#byPerson.set(person, one);
    return [...new Set([...before, ...presence.participants])];
  }

  /** Nothing is known any more. @returns whose carrier that was about */
  clear(): readonly string[] {
    const people = [...this.#byPerson.keys()];
    this.#presences.clear();
    this.#byPerson.clear();
    return people;
  }
}
