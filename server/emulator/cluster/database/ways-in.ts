import type { ConfigurationObject, Database } from './database';

/** What leads into a space: an address that is dialled, a numeric id, or the secret of a join link. */
export type WayInKey = 'address' | 'callId' | 'secret';

/** Parameters that hold each, by kind. A space has a second address, an access method has not. */
const parametersOf = {
  address: [['coSpaces', 'uri'], ['coSpaces', 'secondaryUri'], ['accessMethods', 'uri']],
  callId: [['coSpaces', 'callId'], ['accessMethods', 'callId']],
  secret: [['coSpaces', 'secret'], ['accessMethods', 'secret']],
} as const satisfies Record<WayInKey, unknown>;

/** The spaces and access methods that `value` leads into, spaces first; none for an empty one. Addresses are in lower case. */
export function waysIn(database: Database, by: WayInKey, value: string): readonly ConfigurationObject[] {
  return parametersOf[by].flatMap(([kind, name]) => database.lookUp(kind, name, value));
}

/** Id of the space that a way leads into: its own, or that of the space that the access method belongs to. */
export function spaceOfWay({ id, parent }: ConfigurationObject): string {
  return parent ?? id;
}
