import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { LogClock } from '@/lib/trace/log/log-clock';
import { anchors } from '@/lib/trace/log/say';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import { readFiles } from '@/server/diagnoses/read-files';
import { compare, withinLimit, type Row } from './harness';

const mb = 1_000_000;
const comparedBytes = 200 * mb;
const largeBytes = 1_000 * mb;
const rounds = 9;
const moves = 20;

const run = promisify(execFile);

/** Reading logs of bridges for moves, against `grep -c` for the same words in the same bytes; and the memory that a large log and a large HAR take. */
export async function bench(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-bench-logs-'));
  const file = path.join(folder, 'cms.log');
  try {
    const rows: Row[] = [];
    for (const polled of [2, 20]) {
      await writeLog(file, comparedBytes, polled);
      rows.push(
        await compare({
          name: `200 MB of log, ${polled} % of it API trace, against grep -c (ms)`,
          goal: 3,
          rounds,
          runSubject: () => timed(() => readFiles([{ path: file, name: 'cms.log' }], { clock: new LogClock({ timeZone: null, nowMs: Date.now() }) })),
          runPeer: () => timed(() => run('grep', ['-cF', ...anchors.flatMap((word) => ['-e', word]), file], { env: { ...process.env, LC_ALL: 'C' } })),
        }),
      );
    }
    await writeLog(file, largeBytes, 2);
    rows.push(await memoryRow('resident memory that reading 1 GB of log adds, its 20 moves found (MB)', file, { bytes: largeBytes, moves, mostMb: 300 }));
    await pipeline(Readable.from(harPieces()), createWriteStream(file));
    return [...rows, await memoryRow('resident memory that reading a HAR of 200 MB adds, its move found (MB)', file, { bytes: comparedBytes, moves: 1, mostMb: 150 })];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function memoryRow(name: string, file: string, expected: { readonly bytes: number; readonly moves: number; readonly mostMb: number }): Promise<Row> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let [most, read, told] = [before, 0, 0];
  const { moves: found } = await diagnoseFiles([{ path: file, name: 'cms.log' }], {
    timeZone: null,
    nowMs: Date.now(),
    onProgress: (progress) => {
      read = progress.read;
      told += 1;
      most = Math.max(most, process.memoryUsage.rss());
    },
  });
  if (found.length !== expected.moves || read < expected.bytes || told < 100) throw new Error(`${found.length} moves were found in ${read} bytes, told of ${told} times`);
  return withinLimit(name, [(most - before) / mb], expected.mostMb);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const others = [
  (n: number) => `call ${n}: SIP call ringing`,
  () => 'media module status 1 (1/1) 1/1 (full media capacity)',
  (n: number) => `call ${n}: incoming SIP call from "sip:user${n}@example.com" to local URI "sip:room${n % 99}@meet.example.com"`,
  (n: number) => `call ${n}: setting up UDT RTP session for DTLS (combined media and control)`,
  () => 'conference 837fea8b-663a-4abd-93e9-33b4219b9854: unencrypted call legs now present',
  (n: number) => `call ${n}: compensating for far end not matching payload types`,
];
const polls = [
  (n: number) => `API trace ${n}: GET for "/api/v1/system/status" (from 192.0.2.50)`,
  (n: number) => `API trace ${n}: sending 200 response, size 400`,
];

/** A HAR whose bodies make it large, and at the end of it a move. */
function* harPieces(): Generator<string> {
  const at = '2026-03-04T10:00:00.000Z';
  const body = JSON.stringify('<p class="of a page">\n'.repeat(4_000));
  yield '{"log":{"version":"1.2","entries":[';
  for (let written = 0; written < comparedBytes; written += body.length) {
    yield `{"startedDateTime":"${at}","time":1,"request":{"url":"https://web.example/"},"response":{"content":{"text":${body}}}},\n`;
  }
  const told = { type: 'receive', time: Date.parse(at) / 1_000, opcode: 1, data: JSON.stringify({ request: 'POST /api/call/session/move', data: { numericId: '1002' } }) };
  yield `${JSON.stringify({ startedDateTime: at, request: { url: 'wss://web.example/api/call/session' }, _webSocketMessages: [told] })}]}}`;
}

/** A log of a bridge of about so many bytes, with moves of different people in it. @param polled how many in a hundred lines are of somebody who polls the API */
async function writeLog(file: string, bytes: number, polled: number): Promise<void> {
  const move = readFileSync(path.join(import.meta.dirname, '../lib/trace/examples/guest-move.log'), 'utf8');
  await pipeline(Readable.from(pieces(move, bytes, polled)), createWriteStream(file));
}

function* pieces(move: string, bytes: number, polled: number): Generator<string> {
  let [written, line, moved] = [0, 0, 0];
  while (written < bytes) {
    let text = '';
    for (const end = line + 10_000; line < end; line += 1) {
      const at = new Date(Date.UTC(2026, 2, 4) + line * 7);
      const kinds = line % 100 < polled ? polls : others;
      text += `Mar  4 ${at.toISOString().slice(11, 23)} user.info cms-a host:server:  INFO : ${kinds[line % kinds.length]?.(line >> 1) ?? ''}\n`;
    }
    if (moved < moves && written >= (bytes / moves) * moved) {
      // Of another person at another bridge's minute, so that the moves are told apart.
      const [old, hour] = [String(26_000_000 + moved), String(moved).padStart(2, '0')];
      text += `${move.replaceAll('26de0160', old).replaceAll('dd2bc8c6', String(27_000_000 + moved)).replaceAll(/ \d\d:(\d\d:\d\d)/g, ` ${hour}:$1`)}\n`;
      moved += 1;
    }
    written += text.length;
    yield text;
  }
}
