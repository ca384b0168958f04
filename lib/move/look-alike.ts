import type { Participant } from '@/lib/meeting/participant';
import { foldedName, sipAddress } from '@/lib/move/recognition';

/** Somebody whom an earlier order moved, as far as they can be known again under another id. */
export interface Remembered {
  readonly name: string;
  /** Empty or null if it was not known. */
  readonly uri: string | null;
  /** `unknown` if it was not known: then they may be of any. */
  readonly kind: Participant['kind'];
}

/**
 * Who of a meeting is the one who is remembered: by address, else by name, and of the same kind. `several` where more than one fits: it
 * is never guessed.
 * @param there everybody who comes into question
 */
export function recognised({ name, uri, kind }: Remembered, there: readonly Participant[]): Participant | 'several' | null {
  const alike = there.filter((person) => kind === 'unknown' || person.kind === 'unknown' || person.kind === kind);
  const [address, folded] = [sipAddress(uri ?? ''), foldedName(name)];
  const byAddress = address === '' ? [] : alike.filter((person) => sipAddress(person.uri ?? '') === address);
  const found = byAddress.length > 0 || folded === '' ? byAddress : alike.filter((person) => foldedName(person.name) === folded);
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
