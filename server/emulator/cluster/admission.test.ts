import { describe, expect, test } from 'vitest';
import { createIds } from '../ids';
import { admit } from './admission';
import type { Visitor } from './admission';
import type { ClusterConfiguration } from './configuration';
import { coSpaceId, configurationOf, webBridgeProfileId } from './definition';
import type { Values } from './database/database';
import type { Kind } from './database/kind';

const [member, owner, stranger] = ['member@x', 'owner@x', 'stranger@x'];

function cluster(): ClusterConfiguration {
  const users = ['member', 'owner', 'stranger'].map((user) => ({ user, name: user, password: 'p' }));
  const definition = {
    name: 'x',
    callBridges: [],
    webBridges: [],
    users,
    spaces: [
      { name: 'Open', numericId: '1' },
      {
        name: 'Closed',
        numericId: '2',
        members: ['member', 'owner'],
        accessMethods: [
          { name: 'Guests', numericId: '21', passcode: '11' },
          { name: 'Hosts', numericId: '2', passcode: '22' },
          { name: 'Members', numericId: '23' },
          { name: 'Owner', numericId: '24' },
        ],
      },
    ],
  };
  const made = configurationOf(definition, createIds('admission'));
  set(made, 'coSpaces', coSpaceId('x', '2'), { ownerJid: owner });
  set(made, 'accessMethods', methodId(made, '23'), { scope: 'member' });
  set(made, 'accessMethods', methodId(made, '24'), { scope: 'private' });
  made.database.put({ kind: 'webBridges', id: 'w', parent: null, values: { url: 'c2w://w', webBridgeProfile: webBridgeProfileId('x') } });
  return made;
}

function set({ database }: ClusterConfiguration, kind: Kind, id: string, values: Values): void {
  const object = database.get(kind, id);
  if (!object) throw new Error(`there is no ${kind} ${id}`);
  database.put({ ...object, values: { ...object.values, ...values } });
}

function methodId({ database }: ClusterConfiguration, numericId: string): string {
  return database.lookUp('accessMethods', 'callId', numericId)[0]?.id ?? '';
}

function outcome(made: ClusterConfiguration, visitor: Partial<Visitor>): string {
  const admission = admit(made, { userJid: null, webBridge: 'w', numericId: '1', passcode: '', secret: '', ...visitor });
  return admission.ok ? `in by ${made.accessMethods.get(admission.way.accessMethod ?? '')?.name ?? admission.way.coSpace.name}` : admission.code;
}

describe('by number and passcode', () => {
  test.each([
    [{ numericId: '1' }, 'in by Open'],
    [{ numericId: '9' }, 'meeting-not-found'],
    [{ numericId: '21' }, 'passcode-required'],
    [{ numericId: '21', passcode: '11' }, 'in by Guests'],
    [{ numericId: '2', passcode: '22' }, 'in by Hosts'],
    [{ numericId: '2' }, 'in by Closed'],
    [{ numericId: '21', passcode: '33' }, 'passcode-wrong'],
    [{ numericId: '21', userJid: member }, 'in by Guests'],
    [{ numericId: '21', userJid: stranger }, 'passcode-required'],
  ])('%j: %s', (visitor, expected) => {
    expect(outcome(cluster(), visitor)).toBe(expected);
  });
});

describe('by a way that is not for everybody', () => {
  test.each([
    ['23', null, 'members-only'],
    ['23', stranger, 'members-only'],
    ['23', member, 'in by Members'],
    ['24', member, 'members-only'],
    ['24', owner, 'in by Owner'],
  ])('%s for %s: %s', (numericId, userJid, expected) => {
    expect(outcome(cluster(), { numericId, userJid })).toBe(expected);
  });

  test('a space that nobody else may enter takes its members alone', () => {
    const made = cluster();
    set(made, 'coSpaces', coSpaceId('x', '2'), { nonMemberAccess: 'false' });
    expect([outcome(made, { numericId: '2' }), outcome(made, { numericId: '2', userJid: member })]).toEqual(['members-only', 'in by Closed']);
  });
});

test('a secret opens the way that it belongs to, without a passcode, and no other', () => {
  const made = cluster();
  const secret = made.accessMethods.get(methodId(made, '21'))?.secret ?? '';
  expect(outcome(made, { numericId: '21', secret })).toBe('in by Guests');
  expect(outcome(made, { numericId: '1', secret })).toBe('secret-wrong');
  expect(outcome(made, { numericId: '21', secret: 'x' })).toBe('secret-wrong');
});

test.each([
  [{ allowUnauthenticatedGuests: 'false' }, { numericId: '1' }, 'guests-not-admitted'],
  [{ allowUnauthenticatedGuests: 'false' }, { numericId: '1', userJid: stranger }, 'in by Open'],
  [{ allowPasscodes: 'false' }, { numericId: '21', passcode: '11' }, 'way-closed'],
  [{ allowPasscodes: 'false' }, { numericId: '1' }, 'in by Open'],
  [{ allowSecrets: 'false' }, { numericId: '21', secret: 'x' }, 'way-closed'],
  [{ resolveCoSpaceCallIds: 'false' }, { numericId: '1' }, 'meeting-not-found'],
  [{ resolveCoSpaceCallIds: 'false' }, { numericId: '1', userJid: stranger }, 'in by Open'],
])('with the web bridge profile %j, %j: %s', (profile, visitor, expected) => {
  const made = cluster();
  set(made, 'webBridgeProfiles', webBridgeProfileId('x'), profile);
  expect(outcome(made, visitor)).toBe(expected);
});

describe('a web bridge', () => {
  /** Space 1 belongs to the first tenant, which is in the group, space 2 to the second, which is in none. */
  function withTenants(ofWebBridge: Values): ClusterConfiguration {
    const made = cluster();
    made.database.put({ kind: 'tenantGroups', id: 'group', parent: null, values: {} });
    made.database.put({ kind: 'tenants', id: 'first', parent: null, values: { name: 'First', tenantGroup: 'group' } });
    made.database.put({ kind: 'tenants', id: 'second', parent: null, values: { name: 'Second' } });
    set(made, 'coSpaces', coSpaceId('x', '1'), { tenant: 'first' });
    set(made, 'coSpaces', coSpaceId('x', '2'), { tenant: 'second' });
    set(made, 'webBridges', 'w', ofWebBridge);
    return made;
  }

  test.each([
    [{}, 'meeting-not-found', 'in by Closed'],
    [{ tenantGroup: 'group' }, 'in by Open', 'meeting-not-found'],
    [{ tenant: 'first' }, 'in by Open', 'meeting-not-found'],
    [{ tenant: 'second', tenantGroup: 'group' }, 'meeting-not-found', 'in by Closed'],
  ])('with %j knows the numbers of its tenants alone', (ofWebBridge, first, second) => {
    const made = withTenants(ofWebBridge);
    expect([outcome(made, { numericId: '1' }), outcome(made, { numericId: '2' })]).toEqual([first, second]);
  });
});
