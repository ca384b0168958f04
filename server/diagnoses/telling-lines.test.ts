import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';
import { TellingLines } from '@/server/diagnoses/telling-lines';

const moveLines = readFileSync(path.join(import.meta.dirname, '../../lib/trace/examples/guest-move.log'), 'utf8').split('\n').filter((line) => line !== '');
const head = 'Mar  4 15:50:03.915 user.info cms-a host:server:  INFO : ';
const others = [
  `${head}call 12: SIP call ringing`,
  `<134>${head}media module status 1 (1/1) 1/1 (full media capacity)`,
  '2021-03-04T15:50:03.915+01:00 user.info cms-a host:server:  INFO : new session',
  '2021-03-04 15:50:03.915 Info conference: now encrypted',
  '2021-03-04  15:50:03.915  Info     call 12: setting up UDT RTP session for DTLS (combined media and control)',
  '',
];
const polls = [1_000_001, 1_000_002].flatMap((trace) => [`${head}API trace ${trace}: GET for "/api/v1/calls" (from 192.0.2.50)`, `${head}API trace ${trace}: sending 200 response, size 400`]);

const line = fc.oneof(fc.constantFrom(...moveLines), fc.constantFrom(...others), fc.constantFrom(...polls));
/** A line as it may come after somebody copied it: wrapped, run into the next, with marks that nobody sees. */
const copied = fc.tuple(line, fc.constantFrom('whole', 'wrapped', 'joined', 'marked'), fc.nat(200)).map(([text, how, at]) => {
  const place = Math.min(at, text.length);
  if (how === 'wrapped') return `${text.slice(0, place)}\n${text.slice(place)}\n`;
  if (how === 'marked') return `${text.slice(0, place)}\u200b${text.slice(place)}\r\n`;
  return `${text}${how === 'joined' ? ' ' : '\n'}`;
});

function reader(): { heard: Heard[]; log: LogReader } {
  const heard: Heard[] = [];
  return { heard, log: new LogReader('a.log', (one) => heard.push(...[heardIn(one, ({ ms }) => ms) ?? []].flat())) };
}

function readWhole(text: string): Heard[] {
  const { heard, log } = reader();
  text.replace(/\n$/, '').split('\n').forEach((one, at) => log.read(one, at + 1));
  log.finish();
  return heard;
}

function readTelling(text: string, size: number): Heard[] {
  const { heard, log } = reader();
  const lines = new TellingLines((one, number, isNext) => {
    if (!isNext) log.leaveOut();
    log.read(one, number);
  });
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) lines.push(bytes.subarray(from, from + size));
  lines.finish();
  log.finish();
  return heard;
}

/** Without requests that only read, and their answers. */
function ofMoves(heard: readonly Heard[]): unknown[] {
  return heard.filter(({ said }) => !('trace' in said && said.trace > 1_000_000)).map(({ said, line: number, text }) => ({ said, number, text }));
}

test('what is said of moves is found whatever else there is, however it was copied, and in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.array(copied, { maxLength: 60 }), fc.integer({ min: 1, max: 5_000 }), (lines, size) => {
      const text = lines.join('');
      expect(ofMoves(readTelling(text, size))).toEqual(ofMoves(readWhole(text)));
    }),
    { numRuns: 300 },
  );
});

test('requests that only read are left out with their answers, and those of another bridge with the same number are not', () => {
  const post = (host: string) => `Mar  4 15:50:03.915 user.info ${host} host:server:  INFO : API trace 1000001:`;
  const text = [...polls, `${post('cms-b')} POST for "/api/v1/calls/x/participants" (from 192.0.2.50)`, polls[0], `${post('cms-b')} sending 200 response, size 0`, ''].join('\n');
  expect(readTelling(text, 100).map(({ said, place }) => `${place} ${said.says}`)).toEqual(['cms-b request', 'cms-b answer']);
});

test.each([
  ['', (line: string) => line],
  [' that ran together with another', (line: string) => `${head}API trace 9: GET for "/api/v1/calls" (from 192.0.2.50) ${line}`],
  [' that was wrapped', (line: string) => line.replace('API trace', 'API tra\nce')],
  [' that somebody marked', (line: string) => line.replace('API trace', 'API\u200b trace')],
] as const)('an answer is not that to a request which was never answered, after another one with its number%s', (_, copied) => {
  const post = copied(`${head}API trace 7: POST for "/api/v1/calls/x/participants" (from 192.0.2.50)`);
  const text = [`${head}API trace 7: GET for "/api/v1/calls" (from 192.0.2.50)`, post, `${head}API trace 7: sending 503 response, size 0`, ''].join('\n');
  expect(readTelling(text, 1_000).map(({ said }) => said)).toContainEqual({ says: 'answer', trace: 7, status: 503 });
});
