import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { diagnosisReportSchema } from '@/lib/trace/diagnosis-report';
import { emulatorControl } from '../support/emulator-control';
import { madeHar, type RecordedMove } from '../support/made-har';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
/** Of Space 4, which has a second way in. */
let meeting: Meeting;
let numbers = 0;

beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Host', numericId: '1004', callBridge: 'cbcms1' });
  meeting = await meetingNamed(stage, 'Space 4');
  await addWayIn('2004');
});
afterAll(() => stage.stop());

async function addWayIn(callId: string): Promise<void> {
  const { nodes } = (await (await fetch(stage.control)).json()) as { nodes: { name: string; http: string }[] };
  const bridge = nodes.find(({ name }) => name === 'cbcms1')?.http;
  const headers = { authorization: `Basic ${btoa('api:emulator')}` };
  const added = await fetch(`${bridge}/api/v1/coSpaces/${meeting.space}/accessMethods`, { method: 'POST', headers, body: new URLSearchParams({ callId, name: 'Hosts' }) });
  expect(added.status).toBe(200);
}

/** Sends what a browser recorded of a move. */
async function diagnosed(recorded: Partial<RecordedMove> & Pick<RecordedMove, 'numericId'>, to?: unknown, token = stage.token) {
  numbers += 1;
  const [account, newAccount] = [`guest10000${numbers}`, `guest20000${numbers}`];
  const form = new FormData();
  if (to !== undefined) form.append('expected', JSON.stringify({ to }));
  form.append('files', new Blob([madeHar({ toldMs: Date.now(), participant: randomUUID(), newParticipant: randomUUID(), account, newAccount, ...recorded })]), 'browser.har');
  const response = await fetch(`${stage.url}/api/v1/diagnoses`, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as unknown };
}

async function findingFor(...asked: Parameters<typeof diagnosed>) {
  const { status, body } = await diagnosed(...asked);
  expect(status).toBe(200);
  const { moves, assumed } = diagnosisReportSchema.parse(body);
  return { ...moves[0]?.finding, assumed: assumed.join(' ') };
}

const right = { symptom: 'joined', numericId: { isOfTarget: true }, confidence: 'high' };
const wrong = { symptom: 'wrong-meeting', cause: 'wrong-numeric-id', step: 7 };

test('the numeric id that a browser was sent to is compared with the own one of the meeting that was meant and with those of all access methods', async () => {
  for (const to of [{ meeting: meeting.id }, { meeting: meeting.calls[0]?.id }, { space: meeting.space, cluster: meeting.cluster.id }, { space: meeting.space }]) {
    expect(await findingFor({ numericId: '2004' }, to)).toMatchObject(right);
    expect(await findingFor({ numericId: '1004' }, to)).toMatchObject(right);
    expect(await findingFor({ numericId: '1002' }, to)).toMatchObject(wrong);
  }
  expect((await findingFor({ numericId: '2004' }, { meeting: meeting.id })).assumed).toContain('Space 4 has the numeric ids 1004, 2004 now, as cbcms');
});

test('of a move that Usher ordered itself it knows where it went: nobody has to say it', async () => {
  const person = await stage.bringIn({ name: 'Moved', numericId: '1001', callBridge: 'cbcms1' });
  const { order } = await stage.move(person.id, meeting.id);
  const newParticipant = order.items[0]?.newParticipant ?? '';
  expect(await findingFor({ participant: person.id, newParticipant, numericId: '2004' })).toMatchObject(right);
  expect(await findingFor({ participant: person.id, newParticipant, numericId: '1002' })).toMatchObject(wrong);
  expect(await findingFor({ numericId: '2004' })).toMatchObject({ numericId: { isOfTarget: null } });
});

test('whoever may not see a meeting learns nothing of its numeric ids', async () => {
  const elsewhere = { clusters: ['emulator-legacy.example'], spaces: [] };
  const { secret } = (await stage.api('/tokens', { body: { name: 'limited', role: 'operator', scope: elsewhere } })).body as { secret: string };
  for (const [path, to] of [['meeting', { meeting: meeting.id }], ['space', { space: meeting.space, cluster: meeting.cluster.id }]] as const) {
    expect(await diagnosed({ numericId: '2004' }, to, secret)).toMatchObject({ status: 422, body: { errors: [{ path: `expected.to.${path}` }] } });
  }
  const person = await stage.bringIn({ name: 'Hidden', numericId: '1001', callBridge: 'cbcms1' });
  const { order } = await stage.move(person.id, meeting.id);
  const newParticipant = order.items[0]?.newParticipant ?? '';
  const finding = await findingFor({ participant: person.id, newParticipant, numericId: '2004' }, undefined, secret);
  expect(finding).toMatchObject({ numericId: { isOfTarget: null }, assumed: expect.not.stringContaining('2004') as string });
});

test('what is not there is told from what no bridge says', async () => {
  for (const to of [{ meeting: 'none' }, { space: randomUUID() }, { space: randomUUID(), cluster: 'nowhere' }, { meeting: meeting.id, numericIds: ['1'] }, {}]) {
    expect(await diagnosed({ numericId: '1004' }, to)).toMatchObject({ status: 422, body: { errors: [{ path: expect.stringMatching(/^expected/) }] } });
  }
  await stage.bringIn({ name: 'Old Host', numericId: '1004', cluster: 'legacy.example', callBridge: 'cblegacy1' });
  const { items } = (await stage.api('/meetings')).body as { items: Meeting[] };
  const old = items.find(({ cluster }) => cluster.name === 'legacy.example');
  await (await emulatorControl(stage)).change('cblegacy1', { down: true });
  await vi.waitUntil(async () => ((await stage.api('/call-bridges')).body as { items: CallBridge[] }).items.some(({ name, state }) => name === 'cblegacy1' && state !== 'connected'), patience);
  const finding = await findingFor({ numericId: '1002' }, { meeting: old?.id });
  expect(finding).toMatchObject({ symptom: 'joined', numericId: { isOfTarget: null } });
  expect(finding.assumed).toContain('Which numeric ids Space 4 has is not known');
});
