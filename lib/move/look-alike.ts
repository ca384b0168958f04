import type { Participant } from '@/lib/meeting/participant';
import { foldedName } from '@/lib/move/recognition';

/** Somebody whom an earlier order moved, as far as they can be known again under another id. */
export interface Remembered {
  readonly name: string;
  /** Empty or null if it was not known. */
  readonly uri: string | null;
}

/**
 * Who of a meeting is the one who is remembered: by address, else by name. `several` where more than one fits: it is never guessed.
 * @param there everybody who comes into question
 */
export function recognised({ name, uri }: Remembered, there: readonly Participant[]): Participant | 'several' | null {
  const byAddress = uri ? there.filter((person) => folded(person.uri) === folded(uri)) : [];
  const found = byAddress.length > 0 || name.trim() === '' ? byAddress : there.filter((person) => foldedName(person.name) === foldedName(name));
  return found.length > 1 ? 'several' : (found[0] ?? null);
}

/** As {@link recognised}, of several: whoever fits more than one of those who are remembered is nobody's. */
export function recognisedEach<Key>(remembered: ReadonlyMap<Key, Remembered & { readonly there: readonly Participant[] }>): Map<Key, Participant | 'several'> {
  const found = new Map<Key, Participant | 'several'>();
  const takenBy = new Map<string, Key>();
  for (const [key, one] of remembered) {
    const person = recognised(one, one.there);
    if (person === null) continue;
    found.set(key, person);
    if (person === 'several') continue;
    const other = takenBy.get(person.id);
    if (other === undefined) takenBy.set(person.id, key);
    else for (const both of [key, other]) found.set(both, 'several');
  }
  return found;
}

function folded(address: string | null): string {
  return (address ?? '').replace(/^sips?:/i, '').toLowerCase();
}
