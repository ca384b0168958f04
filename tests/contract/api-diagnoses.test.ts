import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { diagnosisLineSchema, progressLines } from '@/lib/trace/diagnosis-progress';
import { diagnosisReportSchema } from '@/lib/trace/diagnosis-report';
import { uploadLimits } from '@/lib/trace/upload-limits';
import { freshPlace } from '../support/databases';
import { rawExchange } from '../support/raw-http';
import { runUsher, type RunningUsher } from '../support/run-usher';
import { visitor } from '../support/visitor';

const log = readFileSync('lib/trace/examples/guest-move.log');
let usher: RunningUsher;
let folder: string;

beforeAll(async () => {
  const place = await freshPlace('sqlite');
  folder = path.join(place.dataDir, 'diagnoses');
  mkdirSync(path.join(folder, 'files-left'), { recursive: true });
  writeFileSync(path.join(folder, 'files-left', '0'), 'left by an Usher that was killed');
  usher = await runUsher(place, { env: { EMULATOR: 'off' } });
});
afterAll(() => usher.stop());

interface Given {
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

function formOf({ files = {}, fields = {} }: Given): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
  return form;
}

async function send(given: Given, headers: Record<string, string> = { authorization: `Bearer ${usher.token}` }, at = '/api/v1/diagnoses') {
  const response = await fetch(usher.url + at, { method: 'POST', body: formOf(given), headers });
  return { status: response.status, body: (await response.json()) as unknown };
}

async function records(): Promise<AuditRecord[]> {
  return ((await usher.api('/audit?action=diagnose-files')).body as { items: AuditRecord[] }).items;
}

test('what an Usher that was killed left in the folder is gone, and the folder is its owner’s alone', () => {
  expect(readdirSync(folder)).toEqual([]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('the moves in logs are found, packed or not, by the time zone that is said', async () => {
  const { status, body } = await send({ files: { 'cbcms2.log.gz': gzipSync(log), 'other.txt': 'nothing of a log' }, fields: { timeZone: 'Europe/Berlin' } });
  expect(status).toBe(200);
  const report = diagnosisReportSchema.parse(body);
  expect(report.moves).toHaveLength(1);
  expect(report.moves[0]).toMatchObject({ name: 'User X', to: { name: 'Space 2 (webapp.com)' }, finding: { symptom: 'joined', confidence: 'high' } });
  expect(report.moves[0]?.steps[0]).toMatchObject({ step: 1, at: '2021-03-04T14:50:03.915Z', file: 'cbcms2.log', line: 1 });
  expect(report.skipped).toEqual([expect.objectContaining({ file: 'other.txt' })]);
  expect(report.assumed).toEqual([]);
});

test('of whom it was can be said: others are left out', async () => {
  const whom = async (participant: string) => {
    const { body } = await send({ files: { 'a.log': log }, fields: { expected: JSON.stringify({ participant, to: { numericIds: ['1002'] } }) } });
    const { moves, assumed } = diagnosisReportSchema.parse(body);
    return { names: moves.map(({ name }) => name), others: assumed.filter((words) => words.includes('left out')) };
  };
  const found = { names: ['User X'], others: [] };
  expect(await whom('dd2bc8c6-fa80-495f-9a20-1da19010cfab')).toEqual(found);
  // As it may be pasted out of a log.
  expect(await whom(' DD2BC8C6-FA80495F-9A20-1DA19010CFAB')).toEqual(found);
  expect(await whom('00000000-0000-4000-8000-000000000000')).toEqual({ names: [], others: ['1 move of others was left out.'] });
});

test('it is on record who did it and how much was found, and nothing of what the files say or are called', async () => {
  await send({ files: { 'secret-customer.log': log } });
  const [newest] = await records();
  expect(newest).toMatchObject({ result: 'ok', details: { files: 1, moves: 1 } });
  expect(JSON.stringify(await records())).not.toMatch(/customer|User X|26de0160/);
});

test('nothing stays of the files, whether they could be read or not', async () => {
  await send({ files: { 'a.log': log, 'b.gz': gzipSync(log).subarray(0, 90) } });
  await send({ files: { 'a.log': log }, fields: { timeZone: 'Mars/Olympus' } });
  expect(readdirSync(folder)).toEqual([]);
});

test('what is sent in another form is refused, with what would be right', async () => {
  expect(await usher.api('/diagnoses', { body: { files: [] } })).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  expect(await send({})).toMatchObject({ status: 422, body: { errors: [{ path: 'files' }] } });
  expect(await send({ fields: { files: 'a text' } })).toMatchObject({ status: 422, body: { errors: [{ path: 'files' }] } });
  expect(await send({ files: { 'a.log': log }, fields: { timeZone: 'Mars/Olympus' } })).toMatchObject({ status: 422, body: { errors: [{ path: 'timeZone' }] } });
  for (const expected of ['{', '{"to": {"numericIds": ["x"]}}', '{"from": 1}']) {
    const refused = await send({ files: { 'a.log': log }, fields: { expected } });
    expect(refused, expected).toMatchObject({ status: 422, body: { errors: [{ path: expect.stringMatching(/^expected/) }] } });
  }
  expect(await send({ files: { 'a.log': log }, fields: { keep: 'yes' } })).toMatchObject({ status: 422, body: { code: 'invalid' } });
  expect(await send({ files: Object.fromEntries(Array.from({ length: uploadLimits.files + 1 }, (_, at) => [`${at}.log`, 'x'])) })).toMatchObject({ status: 413 });
});

test('a name is a name: it leads nowhere else, and what steers a terminal is taken out of it', async () => {
  const { body } = await send({ files: { '../../../evil.log': 'x', 'red\u001b[31m.log': 'y' } });
  const names = diagnosisReportSchema.parse(body).skipped.map(({ file }) => file);
  expect(names).toEqual([expect.stringContaining('evil.log'), 'red[31m.log']);
  expect(existsSync(path.join(usher.dataDir, '..', 'evil.log'))).toBe(false);
});

const head = (...headers: string[]) => ['POST /api/v1/diagnoses HTTP/1.1', 'Host: usher', `Authorization: Bearer ${usher.token}`, 'Connection: close', ...headers, '', ''].join('\r\n');

test('what is too large is refused by what its sender says of it, before it is sent', async () => {
  const answer = await rawExchange(usher.url, head('Content-Type: multipart/form-data; boundary=x', `Content-Length: ${uploadLimits.bytes + 1}`));
  expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"too-large"/s);
});

test('a body that is no multipart, or breaks off, is said to be so', async () => {
  const body = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.log"\r\n\r\n2021-03-04 15:50';
  const answer = await rawExchange(usher.url, head('Content-Type: multipart/form-data; boundary=x', `Content-Length: ${body.length}`) + body);
  expect(answer).toMatch(/^HTTP\/1\.1 422 .*"code":"invalid"/s);
});

test('two are made at a time, and of whoever goes away in the middle nothing stays', async () => {
  const begun = `${head('Content-Type: multipart/form-data; boundary=x', 'Content-Length: 1000')}--x\r\n`;
  const sockets = [1, 2].map(() => net.connect(Number(new URL(usher.url).port), '127.0.0.1'));
  for (const socket of sockets) socket.write(begun);
  await expect.poll(() => readdirSync(folder).length).toBe(2);
  expect(await send({ files: { 'a.log': log } })).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => readdirSync(folder)).toEqual([]);
  await expect.poll(async () => (await send({ files: { 'a.log': log } })).status).toBe(200);
});

/** A log of so many packed pieces of 10 MB, each of which takes a tenth of a second to read. */
function longLog(pieces: number): Uint8Array {
  const piece = Array.from({ length: 90_000 }, (_, at) => `2026-03-04  10:00:${String(at % 60).padStart(2, '0')}.${String(at % 1_000).padStart(3, '0')}  Info  call ${at}: setting up UDT RTP session for DTLS (combined media and control)\n`).join('');
  const packed = gzipSync(piece, { level: 1 });
  return Buffer.concat(Array.from({ length: pieces }, () => packed));
}

/** Sends files, and asks to be told how far it has come. */
function follow(given: Given, signal?: AbortSignal): Promise<Response> {
  return fetch(`${usher.url}/api/v1/diagnoses`, { method: 'POST', body: formOf(given), headers: { authorization: `Bearer ${usher.token}`, accept: progressLines }, signal });
}

test('who asks for it is told line by line how far the reading has come, and then what came of it', async () => {
  const packed = longLog(10);
  const response = await follow({ files: { 'long.log.gz': packed, 'a.log': log } });
  expect(response.headers.get('content-type')).toBe(progressLines);
  const lines = (await response.text()).trimEnd().split('\n').map((line) => diagnosisLineSchema.parse(JSON.parse(line)));
  const told = lines.flatMap((line) => ('read' in line ? [line] : []));
  const of = packed.length + log.length;
  expect(told.length).toBeGreaterThan(1);
  expect(told.map(({ read }) => read)).toEqual(told.map(({ read }) => read).sort((a, b) => a - b));
  expect(told.at(-1)).toEqual({ read: of, of, again: false });
  expect(lines.at(-1)).toMatchObject({ report: { moves: [{ name: 'User X' }] } });
  const refused = await follow({ files: { 'a.log': log }, fields: { timeZone: 'Mars/Olympus' } });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: 'invalid' });
});

test('whoever goes away while files are read ends that at once, and nothing stays of them', async () => {
  const leaving = new AbortController();
  const response = await follow({ files: { 'long.log.gz': longLog(60) } }, leaving.signal);
  const first = await response.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toContain('"again":false');
  expect(readdirSync(folder)).toHaveLength(1);
  leaving.abort();
  await expect.poll(() => readdirSync(folder)).toEqual([]);
  await expect.poll(async () => (await records())[0]).toMatchObject({ result: 'unavailable' });
});

test('a viewer may not, and the refusal is on record', async () => {
  const { secret } = (await usher.api('/tokens', { body: { name: 'looks', role: 'viewer' } })).body as { secret: string };
  expect(await send({ files: { 'a.log': log } }, { authorization: `Bearer ${secret}` })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect((await records())[0]).toMatchObject({ result: 'forbidden', by: { name: 'looks' } });
});

test('the console’s own pages send files with a session, and nobody else’s pages do', async () => {
  const { browser } = await visitor(usher, 'operator');
  const cookie = browser.cookieHeader;
  const from = (origin: string) => send({ files: { 'a.log': log } }, { cookie, origin }, '/console/data/diagnoses');
  expect((await from(usher.url)).status).toBe(200);
  expect((await from('https://evil.example')).status).toBe(403);
  expect((await send({ files: { 'a.log': log } }, { cookie }, '/console/data/diagnoses')).status).toBe(403);
  expect((await send({ files: { 'a.log': log } }, { cookie, origin: usher.url })).status).toBe(401);
});
