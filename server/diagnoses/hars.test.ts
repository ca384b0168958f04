import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';
const fresh = 'dd2bc8c6-fa80-495f-9a20-1da19010cfab';
const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';
const startMs = Date.UTC(2026, 2, 4, 10, 0, 0);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-hars-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function token(claims: object): string {
  return [{ alg: 'ES256' }, claims, 'a signature'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

interface Frame {
  readonly type: 'send' | 'receive';
  readonly atMs: number;
  readonly data: unknown;
}

function sent(atMs: number, data: unknown): Frame {
  return { type: 'send', atMs, data };
}

function received(atMs: number, data: unknown): Frame {
  return { type: 'receive', atMs, data };
}

/** An entry as Chrome writes it. @param isLate whether the frames stand after the request */
function socket(atMs: number, frames: readonly Frame[], isLate = false) {
  const request = { method: 'GET', url: 'wss://web.example/api/call/session?trace=true', headers: [{ name: 'Cookie', value: 'session=abc' }] };
  const messages = frames.map(({ type, atMs: time, data }) => ({ type, time: (startMs + time) / 1_000, opcode: 1, data: typeof data === 'string' ? data : JSON.stringify(data) }));
  const rest = { startedDateTime: new Date(startMs + atMs).toISOString(), time: 30_000, response: { status: 101, content: { text: 'x'.repeat(100_000) } } };
  return isLate ? { request, ...rest, _webSocketMessages: messages } : { _resourceType: 'websocket', _webSocketMessages: messages, request, ...rest };
}

function begin(atMs: number, participant: string, account: string): Frame {
  return sent(atMs, { request: 'POST /api/call/session/start', data: { jwt: token({ participant, sub: account }) } });
}

const moveFrame = { request: 'POST /api/call/session/move', data: { accessMethod: { numericId: '1002' }, jwt: token({ participant: fresh, sub: 'guest2316075499', call }) } };
const endFrame = { request: 'POST /api/call/session/end', data: { reason: 'moved' } };
const oldCall = [begin(100, old, 'guest921953266'), received(150, { type: 'reply', id: 1, status: 200 })];
const newCall = socket(5_100, [begin(5_120, fresh, 'guest2316075499'), received(5_200, { type: 'reply', id: 1, status: 200 })]);

function write(name: string, content: unknown): { path: string; name: string } {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return { path: file, name };
}

function harOf(entries: readonly unknown[]): unknown {
  return { log: { version: '1.2', creator: { name: 'WebInspector' }, pages: [], entries } };
}

function diagnosed(files: readonly { path: string; name: string }[], numericIds: readonly string[] = []): Promise<DiagnosisReport> {
  return diagnoseFiles(files, { timeZone: null, nowMs: startMs + 60_000, expected: { numericIds } });
}

async function onlyMove(entries: readonly unknown[], numericIds: readonly string[] = []) {
  const report = await diagnosed([write('move.har', harOf(entries))], numericIds);
  expect(report.moves).toHaveLength(1);
  return report.moves[0];
}

describe('a HAR of a browser, alone', () => {
  test.each([['before', false], ['after', true]] as const)('shows a move, told by frames that stand %s the request of their entry', async (_, isLate) => {
    const frames = [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)];
    const move = await onlyMove([{ request: { url: 'https://web.example/' } }, socket(0, frames, isLate), newCall]);
    expect(move).toMatchObject({ participant: old, newParticipant: fresh, finding: { symptom: 'joined', cause: null, confidence: 'medium' } });
    const shown = move?.steps.flatMap(({ step, at, source, line }) => (at === null ? [] : [[step, at.slice(17, 23), source, line]]));
    expect(shown).toEqual([[7, '05.000', 'har', 2], [8, '05.050', 'har', 2], [11, '05.200', 'har', 3]]);
    expect(move?.finding.words).toContain('cannot be told');
  });

  test.each([
    ['in the body of a message that is text', { type: 'http', body: JSON.stringify({ Method: 'POST', url: 'https://web.example/api/call/session/move', body: JSON.stringify({ am: [{ Numeric_ID: 1002 }] }) }) }],
    ['as a number', { request: 'POST /api/call/session/move', data: { numericid: 1002 } }],
    ['after what is no JSON', `42["message",${JSON.stringify({ path: '/api/call/session/move', 'access-method': { 'numeric-id': '1002' } })}]`],
  ])('is understood with the numeric id %s', async (_, frame) => {
    const move = await onlyMove([socket(0, [received(5_000, frame), sent(5_050, endFrame)]), newCall], ['1002', '5002']);
    expect(move?.participant).toBeNull();
    expect(move?.finding).toMatchObject({ symptom: 'joined', confidence: 'high', numericId: { ids: ['1002'], isOfTarget: true } });
  });

  test("names the numeric id of another space where it is none of the target's", async () => {
    const move = await onlyMove([socket(0, [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)]), newCall], ['2002', '5002']);
    expect(move?.finding).toMatchObject({ symptom: 'wrong-meeting', cause: 'wrong-numeric-id', step: 7, confidence: 'high' });
  });

  test.each([
    [{ type: 'reply', id: 1, status: 401, error: 'token-expired' }, 'token-expired'],
    [{ code: 401, error: { message: 'JWT has expired' } }, 'token-expired'],
    [{ status: 403, errorMessage: 'no token was given' }, 'token-missing'],
    [{ statusCode: '401', error: 'unknown jwt' }, 'token-unknown'],
    [{ status: 403, error: 'encryption-required' }, 'encryption-required'],
    [{ status: 500, error: 'internal' }, 'insufficient-evidence'],
  ])('tells why the next call was refused: %j', async (answer, cause) => {
    const next = socket(5_100, [begin(5_120, fresh, 'guest2316075499'), received(5_200, answer)]);
    const move = await onlyMove([socket(0, [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)]), next]);
    expect(move?.finding).toMatchObject({ symptom: 'dropped', cause });
  });

  test('of which the browser left and opened no other WebSocket says so, if it was recorded for long enough', async () => {
    const left = [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)];
    expect((await onlyMove([socket(0, left)]))?.finding).toMatchObject({ symptom: 'dropped', cause: 'client-left', confidence: 'medium' });
    expect((await onlyMove([{ ...socket(0, left), time: 5_100 }]))?.finding).toMatchObject({ symptom: 'unknown' });
  });

  test('of a browser that took more than ten seconds to come over is told by the token that it came with; whoever only joined again did not come over', async () => {
    const left = socket(0, [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)]);
    const late = (jwt: string) => socket(15_700, [sent(15_720, { request: 'POST /api/call/session/start', data: { jwt } }), received(15_800, { type: 'reply', id: 1, status: 200 })]);
    expect((await onlyMove([left, late(moveFrame.data.jwt)]))?.finding).toMatchObject({ symptom: 'joined', cause: null });
    expect((await onlyMove([left, late(token({ participant: old, sub: 'guest77', call }))]))?.finding).toMatchObject({ symptom: 'dropped', cause: 'client-left' });
  });

  test('of which the browser did not react says so, if it was recorded for long enough', async () => {
    const frames = [...oldCall, received(5_000, moveFrame)];
    expect((await onlyMove([socket(0, frames)]))?.finding).toMatchObject({ symptom: 'nothing-happened', cause: 'client-silent', confidence: 'medium' });
    expect((await onlyMove([{ ...socket(0, frames), time: 5_100 }]))?.finding).toMatchObject({ symptom: 'unknown' });
  });

  test('shows no token, no passcode and nothing of a stage direction', async () => {
    const data = { ...moveFrame.data, passcode: '4711', rehearse: 'client-silent', inner: JSON.stringify({ secret: 'hush', passcode: '0815' }) };
    const move = await onlyMove([socket(0, [...oldCall, received(5_000, { ...moveFrame, data }), sent(5_050, endFrame)]), newCall]);
    const text = JSON.stringify(move);
    for (const secret of ['eyJ', '4711', '0815', 'hush', 'session=abc']) expect(text).not.toContain(secret);
    expect(move?.finding.symptom).toBe('joined');
  });

  test('in whose chat somebody wrote the path of a move shows none', async () => {
    const chat = received(3_000, { request: 'POST /api/call/session/chat', data: { text: JSON.stringify(moveFrame), from: 'POST /api/call/session/move' } });
    const report = await diagnosed([write('chat.har', harOf([socket(0, [...oldCall, chat])]))]);
    expect(report.moves).toEqual([]);
  });
});

const head = (ms: number) => `Mar  4 ${new Date(startMs + ms).toISOString().slice(11, 23)} user.info cms-b host:server:  INFO : `;

function moveLine(ms: number, participant: string, account: string): string {
  return `${head(ms)}move participant operation: moving WC3 participant ${participant} (${account}) (homed on this callbridge) to call ${call}`;
}

describe('a HAR beside the logs of the same move', () => {
  const har = harOf([socket(0, [...oldCall, received(5_000, moveFrame), sent(5_050, endFrame)]), newCall]);
  const unnamed = harOf([socket(0, [received(5_000, { path: '/api/call/session/move', numericId: '1002' }), sent(5_050, endFrame)]), socket(5_100, [])]);

  test('adds its steps to that move, by whom both name, whatever the clocks say', async () => {
    const log = write('cms-b.log', [moveLine(-90_000, old, 'guest921953266'), moveLine(4_900, fresh.replace('d', 'e'), 'guest77777777')].join('\n'));
    const { moves } = await diagnosed([write('move.har', har), log]);
    expect(moves.map(({ participant, steps }) => [participant, steps.flatMap(({ step, source }) => (source ? [step] : []))])).toEqual([
      [old, [1, 7, 8, 11]],
      [fresh.replace('d', 'e'), [1]],
    ]);
  });

  test('shows that the browser was never told, if it goes on for long enough', async () => {
    const made = `${head(5_010)}192.0.2.50: API user "cmm" created new participant ${fresh}, call ${call}`;
    const log = write('cms-b.log', [moveLine(5_000, old, 'guest921953266'), made].join('\n'));
    const findingWith = async (name: string, ms: number) => {
      const { moves } = await diagnosed([log, write(name, harOf([{ ...socket(-20_000, [begin(-19_900, old, 'guest921953266'), received(-19_800, { type: 'reply', id: 1, status: 200 })]), time: ms }]))]);
      return moves[0]?.finding;
    };
    expect(await findingWith('long.har', 60_000)).toMatchObject({ symptom: 'nothing-happened', cause: 'web-bridge-unreachable', step: 6, otherCauses: [], confidence: 'medium' });
    expect(await findingWith('short.har', 30_000)).toMatchObject({ symptom: 'nothing-happened', cause: 'insufficient-evidence' });
  });

  test('leaves open what became of the move where a web bridge says that it told the browser, and that shows nothing', async () => {
    const told = `Mar  4 ${new Date(startMs + 5_020).toISOString().slice(11, 23)} local0.info wb-a client_backend: INFO : WebSocket : move message sent to participant ${old}`;
    const log = write('all.log', [moveLine(5_000, old, 'guest921953266'), told].join('\n'));
    const { moves } = await diagnosed([log, write('long.har', harOf([{ ...socket(-20_000, [begin(-19_900, old, 'guest921953266')]), time: 60_000 }]))]);
    expect(moves[0]?.finding).toMatchObject({ symptom: 'nothing-happened', cause: 'insufficient-evidence', otherCauses: ['client-silent'] });
  });

  test('that names nobody is of the one move of that time', async () => {
    const { moves } = await diagnosed([write('cms-b.log', moveLine(4_900, old, 'guest921953266')), write('move.har', unnamed)]);
    expect(moves.map(({ participant, steps }) => [participant, steps.flatMap(({ step, source }) => (source ? [step] : []))])).toEqual([[old, [1, 7, 8, 11]]]);
  });

  test('that names nobody stays by itself where two moves could be meant', async () => {
    const log = write('cms-b.log', [moveLine(4_900, old, 'guest921953266'), moveLine(4_800, fresh, 'guest77777777')].join('\n'));
    const { moves } = await diagnosed([log, write('move.har', unnamed)]);
    expect(moves.map(({ participant }) => participant)).toEqual([fresh, old, null]);
  });
});
