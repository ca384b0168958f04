import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnosisText } from '@/lib/trace/diagnosis-text';
import { isTimeZone } from '@/lib/trace/log/log-clock';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';

const usage = 'Usage: npm run diagnose -- [--time-zone Europe/Berlin] [--numeric-id 1002]... [--json] FILE...';

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function given() {
  try {
    return parseArgs({ allowPositionals: true, options: { 'time-zone': { type: 'string' }, 'numeric-id': { type: 'string', multiple: true }, json: { type: 'boolean' } } });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Says on a terminal how far the reading has come. @returns what to tell of bytes that were read */
function progressOn(stream: NodeJS.WriteStream, wholeBytes: number): (bytes: number) => void {
  let [read, shown] = [0, -1];
  return (bytes) => {
    read += bytes;
    const percent = Math.min(100, Math.floor((read / Math.max(1, wholeBytes)) * 100));
    if (!stream.isTTY || percent === shown) return;
    shown = percent;
    stream.write(`\r${'█'.repeat(percent / 4).padEnd(25, '░')} ${percent} %`);
    if (percent === 100) stream.write('\r\x1b[2K');
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const { values, positionals } = given();
  const timeZone = values['time-zone'] ?? null;
  if (positionals.length === 0) stop(usage);
  if (timeZone !== null && !isTimeZone(timeZone)) stop(`${timeZone} is no time zone. Say it as in Europe/Berlin.`);
  const onRead = progressOn(process.stderr, positionals.reduce((sum, path) => sum + sizeOf(path), 0));
  const report = await diagnoseFiles(positionals.map((path) => ({ path, name: basename(path) })), { timeZone, nowMs: Date.now(), onRead, expected: { numericIds: values['numeric-id'] ?? [] } });
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : diagnosisText(report)}\n`);
  if (report.moves.length === 0) process.exitCode = 1;
}

void main();
