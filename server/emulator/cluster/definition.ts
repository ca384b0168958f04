import { randomBytes } from 'node:crypto';
import { guidOf } from '../ids';
import type { Ids } from '../ids';
import type { AccessMethod, ClusterConfiguration, CoSpace } from './configuration';

/** A cluster as a scenario wants it, before anything listens. */
export interface ClusterDefinition {
  readonly name: string;
  readonly callBridges: readonly { readonly name: string; readonly version: string }[];
  readonly webBridges: readonly string[];
  readonly spaces: readonly SpaceDefinition[];
}

export interface SpaceDefinition {
  readonly name: string;
  readonly numericId: string;
  readonly accessMethods?: readonly { readonly name: string; readonly numericId: string; readonly passcode: string }[];
}

/** The API account of every emulated Call Bridge. */
export const account = { user: 'api', password: 'emulator' } as const;

/** Id of a Call Bridge by its name: the same in every run. */
export const callBridgeId = (name: string): string => guidOf(`call bridge ${name}`);
export const webBridgeId = (name: string): string => guidOf(`web bridge ${name}`);
export const coSpaceId = (cluster: string, numericId: string): string => guidOf(`space ${cluster} ${numericId}`);

/** The configuration database of a cluster; its nodes' entries are added once they listen. */
export function configurationOf(definition: ClusterDefinition, ids: Ids): ClusterConfiguration {
  const group = guidOf(`group ${definition.name}`);
  const profile = guidOf(`web bridge profile ${definition.name}`);
  return {
    id: guidOf(`cluster ${definition.name}`),
    name: definition.name,
    sipDomain: definition.name,
    account,
    linkSecret: randomBytes(32).toString('base64url'),
    c2wSecret: randomBytes(32).toString('base64url'),
    coSpaces: new Map(definition.spaces.map((space) => coSpaceOf(definition.name, space, ids)).map((space) => [space.id, space])),
    callBridges: new Map(),
    callBridgeGroups: new Map([[group, { id: group, name: definition.name, loadBalancingEnabled: true }]]),
    webBridges: new Map(),
    webBridgeProfiles: new Map([[profile, { id: profile, name: 'Guests and members' }]]),
  };
}

function coSpaceOf(cluster: string, space: SpaceDefinition, ids: Ids): CoSpace {
  const id = coSpaceId(cluster, space.numericId);
  const methods = (space.accessMethods ?? []).map(({ name, numericId, passcode }): AccessMethod => ({
    id: guidOf(`access method ${cluster} ${numericId}`),
    name,
    uri: `${numericId}.${uriPart(space.name)}`,
    callId: numericId,
    passcode,
    secret: secretFrom(ids),
  }));
  return {
    id,
    name: space.name,
    uri: uriPart(space.name),
    callId: space.numericId,
    passcode: null,
    secret: secretFrom(ids),
    accessMethods: new Map(methods.map((method) => [method.id, method])),
  };
}

/** The user part of a space's uri, which is stored in lower case. */
function uriPart(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '.');
}

/** 22 characters, as `docs/cms-wire.md`, section 11.3, shows them. It opens the space of an emulator and nothing else. */
function secretFrom(ids: Ids): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.';
  return Array.from({ length: 22 }, () => letters.charAt(ids.below(letters.length))).join('');
}
