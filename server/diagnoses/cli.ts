import { parseArgs } from 'node:util';
import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
import { diagnosisText } from '@/lib/trace/diagnosis-text';
import { numericId } from '@/lib/trace/expected';
import { isTimeZone } from '@/lib/trace/log/log-clock';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import { namedFiles, whyUnreadable } from '@/server/diagnoses/named-files';
import { shownName } from '@/server/diagnoses/shown-name';

const usage = 'Usage: npm run diagnose -- [--time-zone Europe/Berlin] [--numeric-id 1002]... [--json] FILE...';
const help = `${usage}

Finds the moves in logs of call bridges and web bridges, and in HARs of browsers,
plain, gzip or zip, and says why each went as it did.

  --time-zone ZONE   where the clocks stand whose lines do not tell it;
                     guessed unless said
  --numeric-id ID    leads to the space that was meant; give all that do
  --json             prints the whole of what was found
  -h, --help         prints this

The exit code is 0 if a move was found, 1 if none was, 2 if nothing was read.`;

const options = { 'time-zone': { type: 'string' }, 'numeric-id': { type: 'string', multiple: true }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function given() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    // What follows the first sentence is for other programs.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return stop(`${why}\n${usage}`);
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

/** Prints it, to whoever may have read enough of it before its end. */
function print(text: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = given();
  const { 'time-zone': timeZone = null, 'numeric-id': numericIds = [] } = values;
  if (values.help) return print(help);
  if (positionals.length === 0) stop(usage);
  if (timeZone !== null && !isTimeZone(timeZone)) stop(`${timeZone} is no time zone. Say it as in Europe/Berlin.`);
  for (const id of numericIds) if (!numericId.safeParse(id).success) stop(`${id} is no numeric id. Digits only.`);
  const unreadable = positionals.map((path) => ({ path, why: whyUnreadable(path) })).filter(({ why }) => why !== null);
  if (unreadable.length > 0) stop(unreadable.map(({ path, why }) => `${shownName(path)}: ${why}`).join('\n'));
  const report = await diagnoseFiles(namedFiles(positionals), { timeZone, nowMs: Date.now(), onProgress: progressOn(process.stderr), expected: { numericIds } });
  print(values.json ? JSON.stringify(report, null, 2) : diagnosisText(report));
  if (report.moves.length === 0) process.exitCode = 1;
}

void main();
