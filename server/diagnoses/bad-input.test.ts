import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnosisText } from '@/lib/trace/diagnosis-text';
import { diagnoseFiles, type DiagnosisTerms } from '@/server/diagnoses/diagnose-files';

// The largest of these files keep a machine that has nothing else to do busy for ten seconds.
vi.setConfig({ testTimeout: 240_000 });

const log = readFileSync(path.join(import.meta.dirname, '../../lib/trace/examples/guest-move.log'));
const participant = '26de0160-30b5-4d7b-8a05-304472af284a';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-bad-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What comes of a file beside a good log: whatever it is, the move in that log is found. */
async function diagnosed(name: string, content: string | Buffer, terms: Partial<DiagnosisTerms> = {}): Promise<DiagnosisReport> {
  const files = [{ name, content }, { name: 'good.log', content: log }].map((file, at) => {
    const place = path.join(folder, String(at));
    writeFileSync(place, file.content);
    return { path: place, name: file.name };
  });
  const report = await diagnoseFiles(files, { timeZone: null, nowMs: Date.UTC(2026, 0, 1), ...terms });
  expect(report.moves.map((move) => move.participant)).toContain(participant);
  return report;
}

function reasons({ skipped }: DiagnosisReport): string[] {
  return skipped.map(({ file, why }) => `${file}: ${why}`);
}

interface Packed {
  readonly name: string;
  readonly content: string | Buffer;
  readonly isLocked?: boolean;
}

/** A zip archive of such files. */
function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { local, central } = zipped(file, offset);
    parts.push(local);
    index.push(central);
    offset += local.length;
  }
  return archiveOf(parts, index);
}

/** A zip archive whose index names the same bytes so many times. */
function overlappingZipOf(content: Buffer, times: number): Buffer {
  const { local, central } = zipped({ name: 'a.log', content }, 0);
  return archiveOf([local], Array.from({ length: times }, () => central));
}

/** One file as it stands in an archive, and in its index. */
function zipped({ name, content, isLocked = false }: Packed, offset: number): { local: Buffer; central: Buffer } {
  const bytes = Buffer.from(content);
  const packed = deflateRawSync(bytes);
  // What both headers say: version 2.0, flags (locked, names in UTF-8), deflated, a date, and the sizes.
  const both = Buffer.alloc(26);
  [20, isLocked ? 0x801 : 0x800, 8, 0, 0x5c64].forEach((value, at) => both.writeUInt16LE(value, at * 2));
  [crc32(bytes), packed.length, bytes.length].forEach((value, at) => both.writeUInt32LE(value, 10 + at * 4));
  both.writeUInt16LE(Buffer.byteLength(name), 22);
  const where = Buffer.alloc(14);
  where.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), both, Buffer.from(name), packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), both, where, Buffer.from(name)]),
  };
}

function archiveOf(parts: readonly Buffer[], index: readonly Buffer[]): Buffer {
  const directory = Buffer.concat(index);
  const offset = parts.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  [index.length, index.length].forEach((count, at) => end.writeUInt16LE(count, 8 + at * 2));
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

const lengthy = Buffer.from(Array.from({ length: 20_000 }, (_, at) => `Mar  4 10:00:00.000 user.info cms host:server:  INFO : call ${at * 7919}: ringing\n`).join(''));
const packed = gzipSync(lengthy);
const damaged = Buffer.from(packed);
damaged.fill(0xff, 20_000, 20_100);
const harStart = '{"log":{"entries":[{"startedDateTime":"2026-03-04T10:00:00Z","request":{"url":"https://web.example/"}},';

test.each<[string, string, string | Buffer, string]>([
  ['an empty file', 'a.log', '', 'a.log: The file is empty.'],
  ['a picture', 'a.log', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'a.log: This is neither a log nor a HAR.'],
  ['prose', 'a.txt', 'Nothing\nof the kind\n', 'a.txt: 2 lines were without a time of a log.'],
  ['a gzip that breaks off', 'a.log.gz', packed.subarray(0, 30_000), 'a.log: The archive breaks off. What came before was read.'],
  ['a gzip that breaks off at once', 'a.log.gz', packed.subarray(0, 5), 'a.log.gz: The archive breaks off.'],
  ['a gzip that is damaged', 'a.log.gz', damaged, 'a.log: The archive is damaged. What came before was read.'],
  ['a gzip of nothing', 'a.log.gz', gzipSync(''), 'a.log: The file is empty.'],
  ['a gzip in a gzip', 'a.log.gz.gz', gzipSync(gzipSync('x')), 'a.log.gz: An archive within an archive is not opened. Unpack it first.'],
  ['a zip in a zip', 'a.zip', zipOf([{ name: 'b.zip', content: zipOf([{ name: 'c.log', content: log }]) }]), 'a.zip/b.zip: An archive within an archive is not opened. Unpack it first.'],
  ['a locked zip', 'a.zip', zipOf([{ name: 'b.log', content: log, isLocked: true }]), 'a.zip/b.log: It is locked with a password. Unpack it first.'],
  ['JSON that is no HAR', 'a.har', '{"log":"in","entries":[]}', 'a.har: This is JSON, but no HAR.'],
  ['what begins like JSON and is none', 'a.har', '{ log: entries }', 'a.har: This is no HAR. From here on this is no JSON.'],
  ['a HAR that breaks off', 'a.har', harStart, 'a.har: The HAR breaks off. The entry before it was read.'],
  ['JSON that is nested without end', 'a.har', '{"log":'.repeat(100_000), 'a.har: This is no HAR. From here on it is nested more deeply than a HAR is.'],
])('%s is said to be that, and the rest is read', async (_, name, content, reason) => {
  expect(reasons(await diagnosed(name, content))).toContain(reason);
});

test('of a HAR with rubbish in it what comes before is read', async () => {
  const entry = '{"startedDateTime":"2026-03-04T10:00:00Z","request":{"url":"https://web.example/"}},';
  const [reason] = reasons(await diagnosed('a.har', `{"log":{"entries":[${entry.repeat(1_000)}${'nonsense'.repeat(10)}`));
  expect(reason).toMatch(/^a\.har: From here on this is no JSON\. The [89]\d\d entries before it were read\.$/);
});

test('a zip that breaks off is said to be that', async () => {
  const [reason] = reasons(await diagnosed('a.zip', zipOf([{ name: 'b.log', content: log }]).subarray(0, 900)));
  expect(reason).toMatch(/^a\.zip: The archive cannot be read: /);
});

test('of an archive that swells without end only the beginning is read', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 ** 2, 'Mar  4 10:00:00.000 user.info cms host:server:  INFO : \n'));
  expect(reasons(await diagnosed('a.log.gz', bomb)).join()).toContain('packed far more tightly than a log can be');
  const large = gzipSync(lengthy);
  expect(reasons(await diagnosed('a.log.gz', large, { limits: { bytes: 100_000, files: 1 } })).join()).toContain('or is too large');
});

test('of an archive whose files are all the same bytes, which swell together, only the beginning is read', async () => {
  const swelling = Buffer.alloc(40 * 1024 ** 2, 'Mar  4 10:00:00.000 user.info cms host:server:  INFO : \n');
  const bomb = overlappingZipOf(swelling, 200);
  expect(bomb.length).toBeLessThan(swelling.length / 200);
  const report = await diagnosed('a.zip', bomb);
  expect(reasons(report)[0]).toBe('a.zip: It is packed far more tightly than logs can be. The rest was not read.');
  expect(report.skipped.length).toBeLessThan(5);
});

test('of a zip with ten thousand files a thousand are read, and of the reasons two hundred are named', async () => {
  const zip = zipOf([{ name: 'b.log', content: log }, ...Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}.log`, content: '' }))]);
  const report = await diagnosed('a.zip', zip);
  expect(report.skipped).toHaveLength(201);
  expect(reasons(report)[0]).toBe('a.zip: The archive holds more than 1000 files. The rest was not read.');
  expect(reasons(report).at(-1)).toBe('All files: 800 more could not be read, or only in part.');
});

test('one file of an archive that cannot be unpacked does not keep the others from being read', async () => {
  const zip = zipOf([{ name: 'a.log', content: 'x', isLocked: true }, { name: 'b.log', content: 'Nothing' }]);
  expect(reasons(await diagnosed('a.zip', zip))).toEqual([
    'a.zip/a.log: It is locked with a password. Unpack it first.',
    'a.zip/b.log: 1 line was without a time of a log.',
  ]);
});

test('lines of ten megabytes are cut, counted, and do not hide the next', async () => {
  const long = `Mar  4 10:00:00.000 user.info cms host:server:  INFO : ${'move participant operation: moving '.repeat(300_000)}`;
  const report = await diagnosed('a.log', `${long}\n${long}\n${log.toString()}`);
  expect(reasons(report)).toContain('a.log: 2 lines were too long: their ends were cut off.');
  expect(report.moves).not.toHaveLength(0);
});

test('a HAR with a million entries is read with little memory', async () => {
  const entry = '{"startedDateTime":"2026-03-04T10:00:00Z","request":{"url":"wss://web.example/api/call/session"},"_webSocketMessages":[]}';
  const before = process.memoryUsage().heapUsed;
  const report = await diagnosed('a.har', `{"log":{"entries":[${Array.from({ length: 1_000_000 }, () => entry).join(',')}]}}`);
  expect(reasons(report)).toContain('a.har: 995000 frames were without a time, or more than can be looked at together.');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 ** 2);
});

test('of more moves than anybody looks through the first are looked at, and the rest counted', async () => {
  const line = log.toString().split('\n').find((one) => one.includes('move participant operation')) ?? '';
  const many = Array.from({ length: 500 }, (_, at) => line.replace('26de0160', String(10_000_000 + at))).join('\n');
  const report = await diagnosed('a.log', `${log.toString()}\n${many}`, { keeping: { heard: 10_000, moves: 100 } });
  expect(report.moves.length).toBeLessThanOrEqual(100);
  expect(reasons(report).join()).toMatch(/All files: \d+ lines were more than can be looked at together/);
});

test('names with controls, turned writing and markup reach nobody as more than plain text', async () => {
  const hostile = '\u001b[31m\u202egnp.<img src=x onerror=alert(1)>\u0007\u200b';
  const renamed = log.toString().replaceAll('User X', hostile);
  const report = await diagnosed(`${hostile}.zip`, zipOf([{ name: `${hostile}.txt`, content: 'Nothing' }, { name: 'b.log', content: renamed }]));
  const shown = JSON.stringify(report) + diagnosisText(report).replaceAll('\n', '');
  expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\\u00[01]/);
  expect(shown).toContain('<img src=x onerror=alert(1)>');
});

test('of an archive it is told how much of it has been read, never less than before, whatever is in it', async () => {
  const archive = zipOf([{ name: 'a.log', content: lengthy }, { name: 'b.bin', content: Buffer.from([0, 1, 2, 0]) }, { name: 'locked.log', content: 'x', isLocked: true }, { name: 'c.log', content: lengthy }]);
  const told: number[] = [];
  let whole = 0;
  await diagnosed('logs.zip', archive, {
    onProgress({ read, of }) {
      told.push(read);
      whole = of;
    },
  });
  expect(whole).toBe(archive.length + log.length);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.filter((read) => read > archive.length * 0.2 && read < archive.length * 0.8).length).toBeGreaterThan(1);
  expect(told.at(-1)).toBe(whole);
});

const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

test.each([
  ['UTF-16 as Windows writes it', wide(log.toString())],
  ['UTF-16 with the other byte first', wide(log.toString()).swap16()],
  ['UTF-16 that is packed', gzipSync(wide(log.toString()))],
  ['UTF-8 with a mark before it', Buffer.from(`\ufeff${log.toString()}`)],
])('a log in %s is read', async (_, content) => {
  const report = await diagnosed('a.log', content);
  expect(reasons(report)).toEqual([]);
  expect(report.moves.flatMap(({ steps }) => steps.flatMap(({ shownBy }) => shownBy.map(({ file }) => file)))).toContain('a.log');
});

test('a HAR in UTF-16 is read', async () => {
  expect(reasons(await diagnosed('a.har', wide(`${harStart}{}]}}`))).join()).toContain('No WebSocket of a call is in it.');
});

test('a log that begins with zeros, as after a crash, is read from where it begins, and they are counted', async () => {
  const report = await diagnosed('a.log', Buffer.concat([Buffer.alloc(150_000), log]));
  expect(reasons(report)).toEqual(['a.log: It begins with 150000 zero bytes, as after a crash. What comes after them was read.']);
  expect(report.moves.flatMap(({ steps }) => steps.flatMap(({ shownBy }) => shownBy.map(({ file }) => file)))).toContain('a.log');
  expect(reasons(await diagnosed('a.log', Buffer.alloc(150_000)))).toEqual(['a.log: This is neither a log nor a HAR.']);
});

test('a file of an archive whose name leads out of it is left out, and said without what it does to a terminal; the others are read', async () => {
  const names = ['../\u001b]0;owned\u0007\u001b[2J.log', '/etc/a.log', 'C:\\a.log'];
  const report = await diagnosed('a.zip', zipOf([...names.map((name) => ({ name, content: log })), { name: 'b.log', content: 'Nothing' }]));
  expect(reasons(report)).toEqual([
    'a.zip/../]0;owned[2J.log: Its name leads out of the archive.',
    'a.zip//etc/a.log: Its name leads out of the archive.',
    'a.zip/C:/a.log: Its name leads out of the archive.',
    'a.zip/b.log: 1 line was without a time of a log.',
  ]);
});

test('of a HAR that has WebSockets and not what went over them it is said with what to record', async () => {
  const socket = JSON.stringify({ startedDateTime: '2026-03-04T10:00:00Z', request: { url: 'wss://web.example/api/call/session' } });
  expect(reasons(await diagnosed('a.har', `{"log":{"entries":[${socket}]}}`))).toEqual(['a.har: It has the WebSocket of a call, but not what went over it: record with Chrome or Edge.']);
  expect(reasons(await diagnosed('a.har', `{"log":{"entries":[${socket},${socket}]}}`))).toEqual(['a.har: It has 2 WebSockets of calls, but not what went over them: record with Chrome or Edge.']);
});

test('files that are gone when they are to be read, or turn out to be neither log nor HAR, end nothing', async () => {
  const gone = path.join(folder, 'gone.log');
  const picture = path.join(folder, 'a.png');
  writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]));
  const reading = diagnoseFiles([{ path: gone, name: 'gone.log' }, ...Array.from({ length: 20 }, () => ({ path: picture, name: 'a.png' }))], { timeZone: null, nowMs: 0 });
  const report = await reading;
  rmSync(picture);
  expect(reasons(report).slice(0, 3)).toEqual(['gone.log: There is no such file.', 'a.png: This is neither a log nor a HAR.', 'a.png (2): This is neither a log nor a HAR.']);
});
