import { expect, test } from 'vitest';
import { auditSentence } from '@/lib/audit/audit-sentence';

const by = { kind: 'person', id: '1', name: 'Mia' };
const [space1, space2] = [{ meeting: 'm1', name: 'Space 1' }, { meeting: 'm2', name: 'Space 2' }];
const ana = { participant: 'p1', name: 'Ana Ferreira', from: space1, to: space2, state: 'queued', newParticipant: null };
const order = { order: '01', request: { participants: ['p1'], to: { meeting: 'm2' } }, items: [ana] };

test.each([
  ['submit-move', 'ok', order, 'Ana Ferreira was sent from Space 1 to Space 2.'],
  ['submit-move', 'ok', { ...order, request: { reason: 'wrong room' }, items: [ana, { ...ana, name: 'Jörg' }, { ...ana, from: null }] }, 'Ana Ferreira and 2 others were sent from Space 1 to Space 2. Reason: “wrong room”'],
  ['submit-move', 'microsoft-client', order, 'Ana Ferreira was not sent from Space 1 to Space 2: Microsoft client.'],
  ['undo-move', 'ok', { ...order, request: { undo: '01' } }, 'Ana Ferreira was sent back from Space 1 to Space 2.'],
  ['move-ended', 'joined', { ...ana, reason: null, error: null }, 'Ana Ferreira arrived in Space 2.'],
  ['move-ended', 'refused', { ...ana, reason: 'target-full', error: null }, 'Ana Ferreira was not moved to Space 2: full.'],
  ['move-ended', 'nothing-happened', { ...ana, error: { code: 'bridge-refused', detail: 'cbcms1 said no.' } }, 'Ana Ferreira stayed where they were, and did not come to Space 2. cbcms1 said no.'],
  ['cancel-move', 'ok', { order: '01', items: ['1', '2'] }, 'The move of 2 people was cancelled.'],
  ['redial-person', 'ok', { name: 'Room 4', address: 'sip:room4@x', into: { side: 'target', ...space2 } }, 'Room 4 was called at sip:room4@x, into Space 2.'],
  ['sign-in', 'ok', {}, 'Came in with a password.'],
  ['sign-in', 'unauthenticated', {}, 'Was not let in: name and password do not fit.'],
  ['stop-all', 'ok', { clusters: ['webapp.com', 'legacy.example'] }, 'webapp.com and legacy.example were set to observe.'],
  ['change-tracing', 'ok', { id: 'b', minutes: 10, name: 'cbcms1' }, 'Detailed tracing at cbcms1 was switched on for 10 minutes.'],
  ['change-tracing', 'conflict', { id: 'b', minutes: 0 }, 'Detailed tracing at b was not switched off: conflict.'],
  ['change-role', 'ok', { id: '1', name: 'Mia', role: 'operator', scope: { clusters: ['a'], spaces: [] }, sessionsEnded: 1 }, 'Mia was made operator, limited to 1 cluster. 1 session ended with it.'],
  ['remove-person', 'conflict', { id: '1' }, 'A person was not removed: conflict.'],
  ['arm-fault', 'ok', { fault: 'port-closed', times: 'once' }, 'The fault “The API port of the call bridge takes no connections” was armed for once.'],
  ['diagnose-files', 'ok', { files: 2, moves: 1 }, '2 files were read: 1 move in them.'],
  ['erase-audit', 'ok', { from: 1, upTo: 9, olderThanDays: 90 }, 'Names and details of the records 1 to 9 were erased: they were older than 90 days.'],
])('of %s, %s, %j it is said: %s', (action, result, details, words) => expect(auditSentence({ by, action, result, details })).toBe(words));

test('without details there is only why it was refused', () => {
  expect(auditSentence({ by, action: 'add-person', result: 'forbidden', details: null })).toBe('Refused: not allowed.');
  expect(auditSentence({ by, action: 'add-person', result: 'ok', details: null })).toBeNull();
  expect(auditSentence({ by: { ...by, name: null }, action: 'move-ended', result: 'dropped', details: null })).toBeNull();
});

test('details of another form, or of a kind that nobody knows, are told part by part', () => {
  expect(auditSentence({ by, action: 'move-ended', result: 'joined', details: { order: '01', name: 7, to: {} } })).toBe('order: 01; name: 7');
  expect(auditSentence({ by, action: 'constructor', result: 'ok', details: { mode: 'x' } })).toBe('mode: x');
});
