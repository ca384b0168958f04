import type { ConfigurationObject, Database } from './database';
import type { ConfigurationFailure } from './failure';
import { spaceOfWay, waysIn } from './ways-in';

/**
 * Whether a space or an access method could no longer be told from another by what is dialled. Ways into one space may
 * share an address or a numeric id as long as their passcodes differ; those of different spaces may not. Source:
 * `docs/cms-wire.md`, section 1.3.
 */
export function wayInConflict(database: Database, object: ConfigurationObject): ConfigurationFailure | null {
  const { uri, secondaryUri, callId, secret } = object.values;
  for (const address of [uri, secondaryUri]) {
    const conflict = conflictWith(object, waysIn(database, 'address', address ?? ''));
    if (conflict) return conflict === 'other space' ? 'duplicateCoSpaceUri' : 'duplicateCoSpaceUriPasscode';
  }
  const conflict = conflictWith(object, waysIn(database, 'callId', callId ?? ''));
  if (conflict) return conflict === 'other space' ? 'duplicateCoSpaceId' : 'duplicateCoSpaceIdPasscode';
  return othersThan(object, waysIn(database, 'secret', secret ?? '')).some((other) => spaceOfWay(other) === spaceOfWay(object)) ? 'duplicateCoSpaceSecret' : null;
}

function conflictWith(object: ConfigurationObject, others: readonly ConfigurationObject[]): 'other space' | 'same passcode' | null {
  const rivals = othersThan(object, others);
  if (rivals.some((rival) => spaceOfWay(rival) !== spaceOfWay(object))) return 'other space';
  return rivals.some(({ values }) => values['passcode'] === object.values['passcode']) ? 'same passcode' : null;
}

function othersThan(object: ConfigurationObject, others: readonly ConfigurationObject[]): readonly ConfigurationObject[] {
  return others.filter(({ id }) => id !== object.id);
}
