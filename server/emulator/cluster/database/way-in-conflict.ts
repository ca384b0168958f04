import type { ConfigurationObject, Database } from './database';
import type { ConfigurationFailure } from './failure';

/**
 * Whether a space or an access method could no longer be told from another by what is dialled. Ways into one space may
 * share an address or a numeric id as long as their passcodes differ; those of different spaces may not. Source:
 * `docs/cms-wire.md`, section 1.3.
 */
export function wayInConflict(database: Database, object: ConfigurationObject): ConfigurationFailure | null {
  const { uri, secondaryUri, callId, secret } = object.values;
  for (const address of [uri, secondaryUri]) {
    const others = addressParameters.flatMap(([kind, name]) => database.lookUp(kind, name, address ?? ''));
    const conflict = conflictWith(object, others);
    if (conflict) return conflict === 'other space' ? 'duplicateCoSpaceUri' : 'duplicateCoSpaceUriPasscode';
  }
  const conflict = conflictWith(object, ways(database, 'callId', callId));
  if (conflict) return conflict === 'other space' ? 'duplicateCoSpaceId' : 'duplicateCoSpaceIdPasscode';
  return othersThan(object, ways(database, 'secret', secret)).some((other) => spaceOf(other) === spaceOf(object)) ? 'duplicateCoSpaceSecret' : null;
}

const addressParameters = [
  ['coSpaces', 'uri'],
  ['coSpaces', 'secondaryUri'],
  ['accessMethods', 'uri'],
] as const;

function ways(database: Database, parameter: string, value = ''): readonly ConfigurationObject[] {
  return [...database.lookUp('coSpaces', parameter, value), ...database.lookUp('accessMethods', parameter, value)];
}

function conflictWith(object: ConfigurationObject, others: readonly ConfigurationObject[]): 'other space' | 'same passcode' | null {
  const rivals = othersThan(object, others);
  if (rivals.some((rival) => spaceOf(rival) !== spaceOf(object))) return 'other space';
  return rivals.some(({ values }) => values['passcode'] === object.values['passcode']) ? 'same passcode' : null;
}

function othersThan(object: ConfigurationObject, others: readonly ConfigurationObject[]): readonly ConfigurationObject[] {
  return others.filter(({ id }) => id !== object.id);
}

function spaceOf({ id, parent }: ConfigurationObject): string {
  return parent ?? id;
}
