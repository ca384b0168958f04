import { expect, test } from 'vitest';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnosedFiles } from '@/server/diagnoses/example-diagnosis';
import { OwnNames } from '@/server/diagnoses/shown-name';

const [first, second] = ['26de0160-30b5-4d7b-8a05-304472af284a', '36de0160-30b5-4d7b-8a05-304472af284a'];
const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';

/** The event log of one bridge: a move that it was asked for, by a request with the number seven. */
function eventLog(participant: string, answer: readonly string[]): string {
  return [`POST for "/api/v1/calls/${call}/participants" (from 192.0.2.5)`, ` movedParticipant=${participant}&`, ...answer].map((text, at) => `2026-03-04  10:00:00.${at}00  Info     API trace 7: ${text}`).join('\n');
}

const refused = eventLog(first, ['sending 503 response, size 0']);
const done = eventLog(second, ['sending 200 response, size 0', 'Location: /api/v1/participants/dd2bc8c6-fa80-495f-9a20-1da19010cfab']);

function brief({ moves }: DiagnosisReport): unknown[] {
  return moves.map(({ participant, newParticipant, finding }) => [participant, newParticipant, finding.cause, finding.confidence]);
}

test('two event logs of one name are of two bridges: what one says is not taken for the answer of the other', async () => {
  const apart = await diagnosedFiles([['a.txt', refused], ['b.txt', done]]);
  const together = await diagnosedFiles([['eventlog.txt', refused], ['eventlog.txt', done]]);
  expect(brief(together)).toEqual(brief(apart));
  expect(brief(together)[0]).toEqual([first, null, 'bridge-busy', 'high']);
  expect(together.moves.map(({ steps }) => steps[0]?.file)).toEqual(['eventlog.txt', 'eventlog.txt (2)']);
});

/** A recording of a browser: who was told to come over, and how the next session was answered. */
function recording(participant: string, account: string, answer: object): string {
  const startMs = Date.UTC(2026, 2, 4, 10);
  const token = ['{}', JSON.stringify({ participant, user: account }), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const entry = (atMs: number, frames: readonly (readonly [string, object])[]) => ({
    request: { method: 'GET', url: 'wss://web.example/api/call/session' },
    startedDateTime: new Date(startMs + atMs).toISOString(),
    time: 30_000,
    _webSocketMessages: frames.map(([type, data], at) => ({ type, time: (startMs + atMs + at * 50) / 1_000, data: JSON.stringify(data) })),
  });
  const asked = { request: 'POST /api/call/session/begin', token };
  const told = entry(0, [['send', asked], ['receive', { response: 'POST /api/call/session/begin', status: 200 }], ['receive', { request: 'POST /api/call/session/move', data: { numericId: '1002', token } }], ['send', { request: 'POST /api/call/session/end' }]]);
  return JSON.stringify({ log: { version: '1.2', entries: [told, entry(300, [['send', asked], ['receive', answer]])] } });
}

test('two recordings of one name are of two people: each is told what became of their own', async () => {
  const [ana, ben] = [recording(first, 'guest111111111', { status: 401, error: 'token expired' }), recording(second, 'guest222222222', { response: 'POST /api/call/session/begin', status: 200 })];
  const apart = await diagnosedFiles([['a.har', ana], ['b.har', ben]]);
  const together = await diagnosedFiles([['web.example.har', ana], ['web.example.har', ben]]);
  expect(brief(together)).toEqual(brief(apart));
  expect(together.moves.map(({ finding }) => finding.cause)).toContain('token-expired');
});

test('the same log twice, under one name, shows each move once', async () => {
  expect((await diagnosedFiles([['eventlog.txt', refused], ['eventlog.txt', refused]])).moves).toHaveLength(1);
});

test('no two files have one name, whatever they are called, and none is long or does anything to a terminal', () => {
  const names = new OwnNames();
  expect(['a', 'a (2)', 'a', 'a', '', '\u001b\n', 'b\u202e'].map((name) => names.of(name))).toEqual(['a', 'a (2)', 'a (3)', 'a (4)', 'file', 'file (2)', 'b']);
  expect(names.of('\u{1f600}'.repeat(200))).toBe('\u{1f600}'.repeat(100));
  const many = new OwnNames();
  expect(new Set(Array.from({ length: 20_000 }, () => many.of('a'))).size).toBe(20_000);
});
