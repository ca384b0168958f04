import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
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

/** Says on a terminal how far the reading has come. @returns what to tell of it */
function progressOn(stream: NodeJS.WriteStream): (progress: ReadingProgress) => void {
  let shown = '';
  return ({ read, of, again }) => {
    const percent = Math.floor((read / Math.max(1, of)) * 100);
    const line = percent === 100 ? '' : `${'█'.repeat(percent / 4).padEnd(25, '░')} ${percent} %${again ? ', once more around the moves' : ''}`;
    if (!stream.isTTY || line === shown) return;
    shown = line;
    stream.write(`\r\x1b[2K${line}`);
  };
}

async function main(): Promise<void> {
  const { values, positionals } = given();
  const timeZone = values['time-zone'] ?? null;
  if (positionals.length === 0) stop(usage);
  if (timeZone !== null && !isTimeZone(timeZone)) stop(`${timeZone} is no time zone. Say it as in Europe/Berlin.`);
  const report = await diagnoseFiles(positionals.map((path) => ({ path, name: basename(path) })), { timeZone, nowMs: Date.now(), onProgress: progressOn(process.stderr), expected: { numericIds: values['numeric-id'] ?? [] } });
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : diagnosisText(report)}\n`);
  if (report.moves.length === 0) process.exitCode = 1;
}

void main();
