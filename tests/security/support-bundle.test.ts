import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { supportBundle } from '@/lib/trace/support-bundle';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';
const fresh = 'dd2bc8c6-fa80-495f-9a20-1da19010cfab';
const token = ['{"alg":"ES256"}', JSON.stringify({ participant: fresh, sub: 'guest2316075499' }), 'a signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const secrets = { token, claims: token.split('.')[1] ?? '', passcode: '4711-0815', secret: 'Jq6yZcT9w', basic: 'YXBpOmVtdWxhdG9yLWFkbWlu', cookie: 'session-of-ana', password: 'hunter-22' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): { path: string; name: string } {
  writeFileSync(path.join(folder, name), content);
  return { path: path.join(folder, name), name };
}

/** The move of the published log, with secrets in the lines that tell of it. */
function log(): string {
  return readFileSync(path.join('lib/trace/examples/guest-move.log'), 'utf8')
    .replace('needsActivation=false', `needsActivation=false&passcode=${secrets.passcode}&secret=${secrets.secret}`)
    .replace('instantiating user "guest2316075499"', `instantiating user "guest2316075499" jwt ${token} Authorization: Basic ${secrets.basic}`)
    .replace('API user "admin"', `API user "https://admin:${secrets.password}@cms.example"`);
}

function har(): string {
  const at = (ms: number) => (Date.UTC(2021, 2, 4, 15, 50, 3, 900) + ms) / 1_000;
  const frame = (type: string, ms: number, data: object) => ({ type, time: at(ms), opcode: 1, data: JSON.stringify(data) });
  const move = { request: 'POST /api/call/session/move', data: { accessMethod: { numericId: '1002', passcode: secrets.passcode, secret: secrets.secret }, jwt: token } };
  const request = { method: 'GET', url: `wss://web.example/api/call/session?secret=${secrets.secret}`, headers: [{ name: 'Cookie', value: secrets.cookie }] };
  const frames = [
    frame('send', 0, { request: 'POST /api/call/session/start', data: { jwt: token.replace(fresh, old), password: secrets.password } }),
    frame('receive', 60, move),
    frame('send', 90, { request: 'POST /api/call/session/end', data: { reason: 'moved', jwt: token } }),
  ];
  return JSON.stringify({ log: { version: '1.2', entries: [{ _resourceType: 'websocket', _webSocketMessages: frames, request, startedDateTime: new Date(at(0) * 1_000).toISOString(), time: 9_000 }] } });
}

test('a support bundle has the trace, the lines, the versions and what was said before, and no secret, token or passcode', async () => {
  const report = await diagnoseFiles([write('cms.log', log()), write('move.har', har())], { timeZone: 'UTC', nowMs: Date.UTC(2021, 2, 5) });
  expect(report.moves.length).toBeGreaterThan(0);
  for (const move of report.moves) {
    const notes = { versions: { usher: '1.0.0', callBridges: [] }, verdict: null, assumed: report.assumed, from: { files: ['cms.log', 'move.har'], skipped: report.skipped } };
    const bundle = supportBundle(move, notes, { at: '2021-03-05T00:00:00.000Z', by: 'test', svg: null });
    const text = JSON.stringify(bundle);
    for (const [what, value] of Object.entries(secrets)) expect(text, what).not.toContain(value);
    expect(text).not.toMatch(/eyJ[\w-]{8}/);
    expect(Object.keys(bundle)).toEqual(['made', 'versions', 'verdict', 'assumed', 'from', 'move', 'excerpts', 'text', 'svg']);
  }
  const all = JSON.stringify(report.moves);
  expect(all).toContain('passcode=********');
  expect(all).toContain('movedParticipant=');
  const lines = report.moves.flatMap((move) => Object.entries(supportBundle(move, { versions: { usher: '' }, verdict: null, assumed: [], from: {} }, { at: '', by: '', svg: null }).excerpts));
  expect([...new Set(lines.map(([file]) => file))].sort()).toEqual(['cms.log', 'move.har']);
});
