import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FailureTag } from '@/server/emulator/call-bridge/rest/answer';
import { createCluster } from '@/server/emulator/create-cluster';
import type { TestCluster } from '@/server/emulator/create-cluster';
import { addPerson, askControl, emulatedBridge, idsOf } from '../support/emulated-bridge';
import type { BridgeAnswer, EmulatedBridge } from '../support/emulated-bridge';

const unknownId = '00000000-0000-4000-8000-000000000000';

let cluster: TestCluster;
let bridge: EmulatedBridge;

beforeAll(async () => {
  cluster = await createCluster();
  bridge = emulatedBridge(cluster, 'cb1');
});
afterAll(() => cluster.close());
afterEach(async () => {
  await load(null);
  for (const id of idsOf(await bridge.get('calls'), 'call')) await bridge.request('DELETE', `calls/${id}`);
});

type Provocation = () => Promise<BridgeAnswer>;

const ask = (method: string, path: string, form?: string): Provocation => () => bridge.request(method, path, form);
const unknown = (path: string): Provocation => ask('GET', `${path}/${unknownId}`);

async function make(path: string, form: string): Promise<string> {
  const answer = await bridge.request('POST', path, form);
  expect(answer.status, `${path} ${form}: ${answer.text}`).toBe(200);
  return answer.created;
}

async function load(percent: number | null): Promise<void> {
  for (const name of ['cb1', 'cb2']) await askControl(cluster, 'PUT', `/call-bridges/${name}`, { load: percent });
}

/** A meeting on this bridge, in a new space of which `form` says more. */
async function meeting(form = ''): Promise<string> {
  return make('calls', `coSpace=${await make('coSpaces', `name=Provoked&${form}`)}`);
}

/** A meeting in which there is room for one, and that one. */
async function fullMeeting(form: string): Promise<string> {
  const call = await meeting(form);
  await make(`calls/${call}/participants`, 'remoteParty=first@rooms.example');
  return call;
}

/** A meeting on both bridges, once this one knows of the other's participant. */
async function spreadMeeting(): Promise<{ remote: string; link: string }> {
  const here = await addPerson(cluster, { kind: 'sip', name: 'Near', numericId: '1001', callBridge: 'cb1' });
  const { participant: remote } = await addPerson(cluster, { kind: 'sip', name: 'Far', numericId: '1001', callBridge: 'cb2' });
  await expect.poll(async () => idsOf(await bridge.get('participants'), 'participant')).toContain(remote);
  const link = idsOf(await bridge.get('callLegs'), 'callLeg').find((leg) => leg !== here.participant) ?? '';
  return { remote, link };
}

const dialIn = (call: string, form = ''): Promise<BridgeAnswer> => bridge.request('POST', `calls/${call}/participants`, `remoteParty=room@rooms.example${form}`);

/** How each tag is provoked. One that the emulator can answer with and that has no row does not compile. */
const provocations: Record<FailureTag, Provocation> = {
  accessMethodDoesNotExist: async () => bridge.request('GET', `coSpaces/${await make('coSpaces', 'name=Empty')}/accessMethods/${unknownId}`),
  callBrandingProfileDoesNotExist: unknown('callBrandingProfiles'),
  callBridgeDoesNotExist: unknown('callBridges'),
  callBridgeGroupDoesNotExist: unknown('callBridgeGroups'),
  callBridgeGroupUnavailable: async () => {
    const call = await meeting();
    await load(100);
    return dialIn(call);
  },
  callBridgeUnavailable: async () => {
    const call = await meeting();
    await load(100);
    return bridge.request('POST', `calls/${call}/callLegs`, 'remoteParty=room@rooms.example');
  },
  callDoesNotExist: unknown('calls'),
  callLegCannotBeDeleted: async () => bridge.request('DELETE', `callLegs/${(await spreadMeeting()).link}`),
  callLegDoesNotExist: unknown('callLegs'),
  callLegProfileDoesNotExist: unknown('callLegProfiles'),
  callProfileDoesNotExist: unknown('callProfiles'),
  callRecordingCannotBeModified: async () => {
    const call = await meeting(`callProfile=${await make('callProfiles', 'recordingMode=disabled')}`);
    return bridge.request('PUT', `calls/${call}`, 'recording=true');
  },
  callStreamingCannotBeModified: async () => {
    const call = await meeting(`callProfile=${await make('callProfiles', 'streamingMode=disabled')}`);
    return bridge.request('PUT', `calls/${call}`, 'streaming=true');
  },
  cdrReceiverDoesNotExist: unknown('system/cdrReceivers'),
  coSpaceDoesNotExist: unknown('coSpaces'),
  coSpaceUserDoesNotExist: async () => bridge.request('GET', `coSpaces/${await make('coSpaces', 'name=Empty')}/coSpaceUsers/${unknownId}`),
  compatibilityProfileDoesNotExist: unknown('compatibilityProfiles'),
  dialInSecurityProfileDoesNotExist: unknown('dialInSecurityProfiles'),
  dtmfProfileDoesNotExist: unknown('dtmfProfiles'),
  duplicateCallBridgeName: ask('POST', 'callBridges', 'name=cb2'),
  duplicateCoSpaceId: ask('POST', 'coSpaces', 'callId=1001'),
  duplicateCoSpaceIdPasscode: async () => bridge.request('POST', `coSpaces/${await make('coSpaces', 'callId=7001')}/accessMethods`, 'callId=7001'),
  duplicateCoSpaceSecret: async () => bridge.request('POST', `coSpaces/${await make('coSpaces', 'callId=7002&secret=same')}/accessMethods`, 'callId=7003&secret=same'),
  duplicateCoSpaceUri: ask('POST', 'coSpaces', 'uri=space.1'),
  duplicateCoSpaceUriPasscode: async () => bridge.request('POST', `coSpaces/${await make('coSpaces', 'uri=twice')}/accessMethods`, 'uri=twice'),
  invalidOperation: ask('DELETE', 'system/status'),
  ivrBrandingProfileDoesNotExist: unknown('ivrBrandingProfiles'),
  loadBalancingDisabled: async () => {
    const group = await make('callBridgeGroups', 'name=Idle');
    return dialIn(await meeting(), `&callBridgeGroup=${group}`);
  },
  participantCannotBeDeleted: async () => bridge.request('DELETE', `participants/${(await spreadMeeting()).remote}`),
  participantCannotBeModified: async () => bridge.request('PUT', `participants/${(await spreadMeeting()).remote}`, 'rxAudioMute=true'),
  participantDoesNotExist: unknown('participants'),
  participantLimitReached: async () => dialIn(await fullMeeting(`callProfile=${await make('callProfiles', 'participantLimit=1')}`)),
  passcodeTooShort: async () => {
    const profile = await make('dialInSecurityProfiles', 'minPasscodeLength=4');
    return bridge.request('POST', 'coSpaces', `passcode=123&dialInSecurityProfile=${profile}`);
  },
  tenantDoesNotExist: unknown('tenants'),
  tenantGroupDoesNotExist: unknown('tenantGroups'),
  tenantParticipantLimitReached: async () => dialIn(await fullMeeting(`tenant=${await make('tenants', 'name=Small&participantLimit=1')}`)),
  tooManyCdrReceivers: async () => {
    for (const path of ['a', 'b', 'c', 'd']) await make('system/cdrReceivers', `uri=http://127.0.0.1:1/${path}`);
    return bridge.request('POST', 'system/cdrReceivers', 'uri=http://127.0.0.1:1/e');
  },
  unrecognisedObject: ask('GET', 'nothingOfThatName'),
  userDoesNotExist: unknown('users'),
  userProfileDoesNotExist: unknown('userProfiles'),
  webBridgeDoesNotExist: unknown('webBridges'),
  webBridgeProfileDoesNotExist: unknown('webBridgeProfiles'),
};

test.each(Object.entries(provocations))('%s is what a client can be told, alone and as the product writes it', async (tag, provoke) => {
  const answer = await provoke();
  expect(answer.text).toBe(`<?xml version="1.0"?><failureDetails><${tag} /></failureDetails>`);
  expect(answer.status).toBe(tag === 'unrecognisedObject' ? 404 : 400);
  expect(answer.headers.get('content-type')).toBe('text/xml');
});
