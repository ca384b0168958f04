import type { SeenPerson } from '../../../protocol/client-session';

/**
 * Whom the large tile shows: another one who speaks, else whoever was there last, else the first other, else oneself.
 * `before` is the id of the one it showed so far. Null where nobody is there.
 */
export function whoIsLarge(people: readonly SeenPerson[], before: string | null): SeenPerson | null {
  const others = people.filter((person) => !person.self);
  const kept = others.find((person) => person.id === before);
  if (kept?.speaking === true) return kept;
  return others.find((person) => person.speaking) ?? kept ?? others[0] ?? people[0] ?? null;
}
