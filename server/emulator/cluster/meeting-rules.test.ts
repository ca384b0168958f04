import { describe, expect, test } from 'vitest';
import { createIds } from '../ids';
import { wayInByNumericId } from './configuration';
import type { ClusterConfiguration } from './configuration';
import { configurationOf } from './definition';
import { defaultLegRules, defaultMeetingRules, legRulesOf, meetingRulesOf } from './meeting-rules';

const plain = { name: 'rules.example', callBridges: [], webBridges: [] };

function cluster(): ClusterConfiguration {
  return configurationOf(
    {
      ...plain,
      callLegProfiles: [
        { name: 'Guests', parameters: { needsActivation: 'true', deactivationMode: 'disconnect', rxAudioMute: 'true' } },
        { name: 'Hosts', parameters: { needsActivation: 'false', sipMediaEncryption: 'required' } },
      ],
      callProfiles: [
        { name: 'Small', parameters: { participantLimit: '3' } },
        { name: 'House', parameters: { participantLimit: '50', locked: 'true', lockMode: 'needsActivation', recordingMode: 'automatic' } },
      ],
      users: [{ user: 'host', name: 'Host', password: 'secret' }],
      spaces: [
        {
          name: 'Lobby',
          numericId: '1',
          members: ['host'],
          memberProfile: 'Hosts',
          callLegProfile: 'Guests',
          callProfile: 'Small',
          accessMethods: [{ name: 'Hosts', numericId: '2', passcode: '9', callLegProfile: 'Hosts' }],
        },
        { name: 'Plain', numericId: '3' },
      ],
    },
    createIds('rules'),
  );
}

function entrance(configuration: ClusterConfiguration, numericId: string) {
  const way = wayInByNumericId(configuration, numericId);
  return { coSpace: way?.coSpace.id ?? null, accessMethod: way?.accessMethod ?? null, user: null };
}

function setSystemProfile(configuration: ClusterConfiguration, parameter: string, name: string): void {
  const { database } = configuration;
  const profile = [...database.list('callLegProfiles'), ...database.list('callProfiles')].find(({ values }) => values['name'] === name);
  database.put({ kind: 'systemProfiles', id: 'systemProfiles', parent: null, values: { [parameter]: profile?.id ?? '' } });
}

describe('whoever comes in', () => {
  test('takes each setting from the nearest profile that says something: access method, then space', () => {
    const configuration = cluster();
    const guest = { needsActivation: true, deactivationMode: 'disconnect', sipMediaEncryption: 'optional', settings: { rxAudioMute: 'true' } };
    expect(legRulesOf(configuration, entrance(configuration, '1'))).toMatchObject(guest);
    const host = { needsActivation: false, deactivationMode: 'disconnect', sipMediaEncryption: 'required', settings: { rxAudioMute: 'true' } };
    expect(legRulesOf(configuration, entrance(configuration, '2'))).toMatchObject(host);
  });

  test('takes it from their own membership first, and from the tenant before the system', () => {
    const configuration = cluster();
    const { database } = configuration;
    const member = { ...entrance(configuration, '1'), user: 'host@rules.example' };
    expect(legRulesOf(configuration, member)).toMatchObject({ needsActivation: false, settings: { rxAudioMute: 'true' } });
    expect(legRulesOf(configuration, { ...member, coSpace: entrance(configuration, '3').coSpace })).toEqual(defaultLegRules);
    const profile = database.list('callLegProfiles')[0]?.id ?? '';
    database.put({ kind: 'tenants', id: 'tenant', parent: null, values: { name: 'Tenant', callLegProfile: profile, participantLimit: '9' } });
    const plainSpace = database.lookUp('coSpaces', 'callId', '3')[0];
    if (plainSpace) database.put({ ...plainSpace, values: { ...plainSpace.values, tenant: 'tenant' } });
    setSystemProfile(configuration, 'callLegProfile', 'Hosts');
    expect(legRulesOf(configuration, entrance(configuration, '3'))).toMatchObject({ needsActivation: true, sipMediaEncryption: 'required' });
    expect(meetingRulesOf(configuration, plainSpace?.id ?? null)).toMatchObject({ tenantParticipantLimit: 9 });
  });

  test('takes it from the system where nothing nearer says so, and otherwise the default', () => {
    const configuration = cluster();
    expect(legRulesOf(configuration, entrance(configuration, '3'))).toEqual(defaultLegRules);
    setSystemProfile(configuration, 'callLegProfile', 'Guests');
    expect(legRulesOf(configuration, entrance(configuration, '3'))).toMatchObject({ needsActivation: true });
    expect(legRulesOf(configuration, { coSpace: null, accessMethod: null, user: null })).toMatchObject({ needsActivation: true });
  });
});

describe('a meeting', () => {
  test('takes each rule from the profile of its space, then from that of the system', () => {
    const configuration = cluster();
    const [lobby, space] = ['1', '3'].map((numericId) => entrance(configuration, numericId).coSpace);
    expect(meetingRulesOf(configuration, lobby ?? null)).toEqual({ ...defaultMeetingRules, participantLimit: 3 });
    expect(meetingRulesOf(configuration, space ?? null)).toEqual(defaultMeetingRules);
    setSystemProfile(configuration, 'callProfile', 'House');
    expect(meetingRulesOf(configuration, lobby ?? null)).toMatchObject({ participantLimit: 3, locked: true, lockMode: 'needsActivation' });
    expect(meetingRulesOf(configuration, null)).toMatchObject({ participantLimit: 50, recordingMode: 'automatic' });
  });
});
