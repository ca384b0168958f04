import { randomBytes } from 'node:crypto';
import { guidOf } from '../ids';
import type { Ids } from '../ids';
import { viewsOf } from './configuration';
import type { ClusterConfiguration } from './configuration';
import { Database } from './database/database';
import type { Given, Kind } from './database/kind';
import { createObject } from './database/write';
import { jidOf } from './users';
import type { UserDefinition } from './users';

/** A cluster as a scenario wants it, before anything listens. */
export interface ClusterDefinition {
  readonly name: string;
  readonly callBridges: readonly { readonly name: string; readonly version: string }[];
  readonly webBridges: readonly string[];
  readonly spaces: readonly SpaceDefinition[];
  readonly users?: readonly UserDefinition[];
  /** Profiles that spaces and access methods name, with the parameters of the API. */
  readonly callLegProfiles?: readonly ProfileDefinition[];
  readonly callProfiles?: readonly ProfileDefinition[];
}

export interface ProfileDefinition {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SpaceDefinition {
  readonly name: string;
  readonly numericId: string;
  /** User parts of the JIDs of its members. */
  readonly members?: readonly string[];
  /** Name of the call leg profile of all its members. */
  readonly memberProfile?: string;
  /** Names of profiles of the cluster. */
  readonly callLegProfile?: string;
  readonly callProfile?: string;
  readonly accessMethods?: readonly AccessMethodDefinition[];
}

export interface AccessMethodDefinition {
  readonly name: string;
  readonly numericId: string;
  readonly passcode?: string;
  readonly callLegProfile?: string;
}

/** The API account of every emulated Call Bridge. */
export const account = { user: 'api', password: 'emulator' } as const;

/** Id of a Call Bridge by its name: the same in every run. */
export const callBridgeId = (name: string): string => guidOf(`call bridge ${name}`);
export const webBridgeId = (name: string): string => guidOf(`web bridge ${name}`);
export const groupId = (cluster: string): string => guidOf(`group ${cluster}`);
export const webBridgeProfileId = (cluster: string): string => guidOf(`web bridge profile ${cluster}`);
export const coSpaceId = (cluster: string, numericId: string): string => guidOf(`space ${cluster} ${numericId}`);

/** The configuration database of a cluster; its nodes' entries are added once they listen. */
export function configurationOf(definition: ClusterDefinition, ids: Ids): ClusterConfiguration {
  const database = new Database();
  fill(database, definition, ids);
  return {
    id: guidOf(`cluster ${definition.name}`),
    name: definition.name,
    sipDomain: definition.name,
    account,
    linkSecret: randomBytes(32).toString('base64url'),
    c2wSecret: randomBytes(32).toString('base64url'),
    passwords: new Map((definition.users ?? []).map(({ user, password }) => [jidOf(definition.name, user), password])),
    ...viewsOf(database),
  };
}

/** Throws for a definition that the database refuses: scenarios are part of the program. */
function fill(database: Database, definition: ClusterDefinition, ids: Ids): void {
  const { name: cluster, spaces, users = [], callLegProfiles = [], callProfiles = [] } = definition;
  const profileId = (kind: Kind, name: string | undefined): string | null => (name === undefined ? null : guidOf(`${kind} ${cluster} ${name}`));
  const make = (kind: Kind, id: string | null, parent: string | null, given: Given): void => {
    const made = createObject(database, { kind, id: id ?? ids.guid(), parent }, given, ids);
    if (!made.ok) throw new Error(`The definition of ${cluster} is refused: ${kind}, ${JSON.stringify(made.refusal)}`);
  };
  make('callBridgeGroups', groupId(cluster), null, { name: cluster, loadBalancingEnabled: 'true', loadBalanceOutgoingCalls: 'true' });
  make('webBridgeProfiles', webBridgeProfileId(cluster), null, { name: 'Guests and members' });
  for (const { name, parameters } of callLegProfiles) make('callLegProfiles', profileId('callLegProfiles', name), null, { name, ...parameters });
  for (const { name, parameters } of callProfiles) make('callProfiles', profileId('callProfiles', name), null, { name, ...parameters });
  for (const { user, name } of users) {
    const userJid = jidOf(cluster, user);
    make('users', guidOf(`user ${userJid}`), null, { userJid, name, email: userJid, authenticationId: user });
  }
  for (const space of spaces) {
    const id = coSpaceId(cluster, space.numericId);
    make('coSpaces', id, null, {
      name: space.name,
      uri: uriPart(space.name),
      callId: space.numericId,
      callLegProfile: profileId('callLegProfiles', space.callLegProfile),
      callProfile: profileId('callProfiles', space.callProfile),
    });
    for (const user of space.members ?? []) {
      make('coSpaceUsers', guidOf(`member ${id} ${user}`), id, { userJid: jidOf(cluster, user), callLegProfile: profileId('callLegProfiles', space.memberProfile) });
    }
    for (const { name, numericId, passcode = null, callLegProfile } of space.accessMethods ?? []) {
      make('accessMethods', guidOf(`access method ${cluster} ${numericId}`), id, {
        name,
        uri: `${numericId}.${uriPart(space.name)}`,
        callId: numericId,
        passcode,
        callLegProfile: profileId('callLegProfiles', callLegProfile),
      });
    }
  }
}

/** The user part of a space's uri, which is stored in lower case. */
function uriPart(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '.');
}
