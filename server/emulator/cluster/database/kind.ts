import type { Ids } from '../../ids';
import type { ConfigurationObject, Database, Values } from './database';
import type { ConfigurationFailure, Refusal } from './failure';
import type { Parameter } from './parameter';

/** Everything that the configuration database keeps objects of. */
export type Kind =
  | 'coSpaces'
  | 'accessMethods'
  | 'coSpaceUsers'
  | 'callLegProfiles'
  | 'callProfiles'
  | 'compatibilityProfiles'
  | 'dtmfProfiles'
  | 'userProfiles'
  | 'callBrandingProfiles'
  | 'ivrBrandingProfiles'
  | 'dialInSecurityProfiles'
  | 'users'
  | 'tenants'
  | 'tenantGroups'
  | 'callBridges'
  | 'callBridgeGroups'
  | 'webBridges'
  | 'webBridgeProfiles'
  | 'systemProfiles'
  | 'clusterSettings';

/** A kind of object as the API shows it: one row of the table that store and handlers work on. */
export interface KindEntry {
  /** Under `/api/v1/`. `:parent` is the id of the object that those of this kind belong to. */
  readonly path: string;
  readonly parent?: Kind;
  /** There is exactly one, at `path` itself; its id is the name of the kind, or that of the Call Bridge that is asked. */
  readonly single?: 'perCluster' | 'perCallBridge';
  /** Element around a list. */
  readonly collection: string;
  /** Element of one object. */
  readonly entry: string;
  /** What an unknown id is answered with. */
  readonly missing: ConfigurationFailure;
  /** What clients can do besides reading. */
  readonly writes: readonly Write[];
  /** In the order in which the API writes them. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** By name of the query's parameter. */
  readonly filters?: Readonly<Record<string, Filter>>;
  readonly pageCap?: number;
  /** Version that brought it. */
  readonly since?: string;
  /** First version that has it no longer. */
  readonly goneIn?: string;
  /** Adds what is generated, such as a secret. `given` holds what the request brings, orders that are not kept among it. */
  readonly complete?: (change: Change) => Values;
  /** Refuses what would contradict another object. */
  readonly refuse?: (database: Database, object: ConfigurationObject) => Refusal | null;
}

export type Write = 'create' | 'change' | 'delete';

export interface Change {
  readonly database: Database;
  readonly object: ConfigurationObject;
  readonly given: Given;
  readonly ids: Ids;
}

/** Values by parameter; null unsets. */
export type Given = Readonly<Record<string, string | null>>;

/** `contains`: one of these parameters contains it. `equals`: this parameter is it. `usage`: whether others refer to it. */
export type Filter = { readonly contains: readonly string[] } | { readonly equals: string } | { readonly usage: true };
