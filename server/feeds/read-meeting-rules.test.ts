import { expect, test } from 'vitest';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { CallLegProfile, CallProfile, ProfileChoice, SpaceDetails } from '@/server/bridge-client/bridge-objects';
import { readMeetingRules, type RulesReader } from '@/server/feeds/read-meeting-rules';

const space: SpaceDetails = { name: 'Space 1', uri: 'space.1', callId: '1001', passcode: null, callProfile: null, callLegProfile: null, tenant: null };
const none: ProfileChoice = { callProfile: null, callLegProfile: null };
const begins = { locked: false, recorded: false, streamed: false };
const calls: Record<string, CallProfile> = {
  small: { participantLimit: 3, lockMode: 'needsActivation', begins },
  big: { participantLimit: 90, lockMode: null, begins },
};
const legs: Record<string, CallLegProfile> = {
  guests: { needsActivation: true, deactivationMode: 'disconnect', sipMediaEncryption: 'required', rights: { muteSelf: false } },
};

interface Configured {
  space?: Partial<SpaceDetails>;
  tenant?: Partial<ProfileChoice>;
  system?: Partial<ProfileChoice> | 'unreadable';
  passcodes?: (string | null)[];
}

const unreadable: Answer<never> = {
  ok: false,
  error: { code: 'bridge-unreachable', detail: '', status: null, failureTag: null, mayHaveActed: false },
};

function reader({ space: more, tenant, system, passcodes = [] }: Configured): RulesReader {
  const found = <T>(value: T | undefined): Promise<Answer<T>> => Promise.resolve(value === undefined ? unreadable : { ok: true, value });
  return {
    space: () => found({ ...space, ...more }),
    passcodesOf: () => found(passcodes),
    callProfile: (id) => found(calls[id]),
    callLegProfile: (id) => found(legs[id]),
    tenantProfiles: () => found({ ...none, ...tenant }),
    systemProfiles: () => found(system === 'unreadable' ? undefined : { ...none, ...system }),
  };
}

const read = (configured: Configured) => readMeetingRules(reader(configured), 's1');

test('without any profile a meeting is plain', async () => {
  expect(await read({})).toEqual({
    lockMode: 'all',
    limit: null,
    passcode: false,
    entry: { needsActivation: false, whenLeftAlone: 'deactivate', encryption: 'optional', rights: {} },
  });
});

test("the space's profile goes before its tenant's, and that before the system's", async () => {
  const tenant = { tenant: { callProfile: 'big' }, system: { callProfile: 'big', callLegProfile: 'guests' } };
  expect(await read({ space: { callProfile: 'small', tenant: 't1' }, ...tenant })).toMatchObject({ limit: 3, lockMode: 'needsActivation' });
  expect(await read({ space: { tenant: 't1' }, ...tenant })).toMatchObject({
    limit: 90,
    entry: { needsActivation: true, whenLeftAlone: 'disconnect', encryption: 'required', rights: { muteSelf: false } },
  });
});

test('nothing is known where something that decides cannot be read', async () => {
  expect(await read({ system: 'unreadable' })).toBeNull();
  expect(await read({ space: { callProfile: 'no such profile' } })).toBeNull();
  expect(await read({ space: { callProfile: 'small', callLegProfile: 'guests' }, system: 'unreadable' })).not.toBeNull();
});

test('a passcode is asked for by the space, or by each way into one that has none of its own', async () => {
  const byMethods = { uri: null, callId: null };
  const cases: [Configured, boolean][] = [
    [{ space: { passcode: '4321' } }, true],
    [{ passcodes: ['4321'] }, false],
    [{ space: byMethods, passcodes: ['4321', '1234'] }, true],
    [{ space: byMethods, passcodes: ['4321', null] }, false],
  ];
  for (const [configured, passcode] of cases) expect(await read(configured)).toMatchObject({ passcode });
});

test('a meeting without a space goes by the system alone, and asks for no passcode', async () => {
  expect(await readMeetingRules(reader({ space: { passcode: '1' }, system: { callProfile: 'big' } }), null)).toMatchObject({ limit: 90, passcode: false });
});
