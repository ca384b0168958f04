import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { guessZones } from '@/lib/trace/clock/zone-guess';
import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import type { LogClock } from '@/lib/trace/log/log-clock';
import { LogReader } from '@/lib/trace/log/log-reader';
import type { Skipped } from '@/lib/trace/diagnosis-report';
import { plain } from '@/lib/trace/plain-text';
import { aroundMoves, HeardKeeper, usualKeeperLimits, type KeeperLimits } from '@/server/diagnoses/heard-keeper';
import { HardWrap } from '@/server/diagnoses/hard-wrap';
import { HarReader } from '@/server/diagnoses/har-reader';
import { JsonError } from '@/server/diagnoses/json-leaves';
import { OwnNames } from '@/server/diagnoses/shown-name';
import { TellingLines } from '@/server/diagnoses/telling-lines';
import { messageOf, unpacked, usualUnpackLimits, type Unpacked } from '@/server/diagnoses/unpack';

/** A file on this machine, and what people call it. */
export interface GivenFile {
  readonly path: string;
  readonly name: string;
}

/** What the files said, in the order in which each says it, and what of them was not read. */
export interface ReadFiles {
  readonly heard: readonly Heard[];
  readonly skipped: readonly Skipped[];
}

export interface ReadingTerms {
  readonly clock: LogClock;
  /** Told how far the reading has come, again and again. */
  readonly onProgress?: (progress: ReadingProgress) => void;
  readonly limits?: typeof usualUnpackLimits;
  readonly keeping?: Partial<KeeperLimits>;
}

/** An archive may hold thousands of files that cannot be read: so many are named. */
const mostSkipped = 200;

/**
 * Reads logs, HARs, and archives of them. What cannot be read is skipped, and said; never an error. Where they say more than can be kept they are
 * read once more, for what was said around the moves in them.
 */
export async function readFiles(files: readonly GivenFile[], terms: ReadingTerms): Promise<ReadFiles> {
  const limits = { ...usualKeeperLimits, ...terms.keeping };
  const all = new HeardKeeper(limits);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  const skipped = await readAll(files, all, { ...terms, ...tellingOf(terms, sizes, false) });
  if (all.beyond === 0) return { heard: all.heard, skipped };
  const { msOf } = guessZones(all.heard);
  const around = new HeardKeeper(limits, aroundMoves(all.moveBegins.map(msOf), msOf));
  await readAll(files, around, { ...terms, ...tellingOf(terms, sizes, true) });
  const left = around.beyond === 0 ? [] : [whole('All files', `${around.beyond} lines were more than can be looked at together. Give less at once.`)];
  return { heard: around.heard, skipped: [...skipped, ...left] };
}

/** How one reading of all files goes on. */
interface Pass extends ReadingTerms {
  /** Told how much of which file has been taken. */
  readonly tell: (at: number, taken: number) => void;
}

function tellingOf({ onProgress }: ReadingTerms, sizes: readonly number[], again: boolean): Pick<Pass, 'tell'> {
  const of = sizes.reduce((sum, size) => sum + size, 0);
  return {
    tell(at, taken) {
      const before = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
      onProgress?.({ read: before + Math.min(taken, sizes[at] ?? 0), of, again });
    },
  };
}

/** What is not there will be said to be so. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0);
}

async function readAll(files: readonly GivenFile[], keeper: HeardKeeper, pass: Pass): Promise<Skipped[]> {
  const skipped: Skipped[] = [];
  // Of what was given, and of what came out of it: an archive is called by its own name too.
  const [given, held] = [new OwnNames(), new OwnNames()];
  for (const [at, file] of files.entries()) {
    const name = given.of(file.name);
    try {
      for await (const inner of unpacked(file.path, name, pass.limits ?? usualUnpackLimits)) {
        keeper.beginFile();
        const onChunk = () => pass.tell(at, inner.taken());
        skipped.push(...(await readOne({ ...inner, name: held.of(inner.name) }, keeper, { clock: pass.clock, onChunk })));
      }
    } catch (error) {
      // Of an archive as a whole: before what is said of the files in it.
      skipped.unshift(whole(name, whyNot(error)));
    }
    pass.tell(at, Infinity);
  }
  return shortened(skipped);
}

interface ReadingOfOne extends Pick<ReadingTerms, 'clock'> {
  readonly onChunk: () => void;
}

const notRead = {
  empty: 'The file is empty.',
  binary: 'This is neither a log nor a HAR.',
  zip: 'An archive within an archive is not opened. Unpack it first.',
  gzip: 'An archive within an archive is not opened. Unpack it first.',
} as const;

function shortened(skipped: readonly Skipped[]): Skipped[] {
  const more = skipped.length - mostSkipped;
  return more <= 0 ? [...skipped] : [...skipped.slice(0, mostSkipped), whole('All files', `${more} more could not be read, or only in part.`)];
}

async function readOne(file: Unpacked, keeper: HeardKeeper, terms: ReadingOfOne): Promise<Skipped[]> {
  const { name, kind, content, nuls } = file;
  const before = nuls === 0 ? [] : [whole(name, `It begins with ${nuls} zero bytes, as after a crash. What comes after them was read.`)];
  if (kind === 'log') return [...before, ...(await readLog(name, content, keeper, terms))];
  if (kind === 'har') return [...before, ...(await readHar(name, content, keeper, terms))];
  // What still goes wrong with it changes nothing.
  content.on('error', () => undefined).destroy();
  return [whole(name, notRead[kind])];
}

async function readLog(name: string, content: Readable, keeper: HeardKeeper, { clock, onChunk }: ReadingOfOne): Promise<Skipped[]> {
  let told = 0;
  const reader = new LogReader(name, (line) => {
    const one = heardIn(line, (time) => clock.msOf(time));
    if (!one) return;
    told += 1;
    keeper.keep(one);
  });
  const lines = new TellingLines((line, number, isNext) => {
    if (!isNext) reader.leaveOut();
    reader.read(line, number);
  });
  const wrap = new HardWrap();
  const broken = await eachChunk(content, (chunk) => {
    lines.push(wrap.push(chunk));
    onChunk();
  });
  lines.push(wrap.finish());
  lines.finish();
  reader.finish();
  return [
    ...(wrap.column === null ? [] : [whole(name, `A terminal had wrapped its lines at column ${wrap.column}. They were put together again, and are counted as they were logged.`)]),
    ...(broken === null ? [] : [whole(name, lines.count === 0 ? broken : `${broken} What came before was read.`)]),
    ...counted(name, reader.headless, 'without a time of a log'),
    ...counted(name, reader.cut, 'too long: their ends were cut off'),
    ...(told > 0 || broken !== null || reader.headless > 0 ? [] : [whole(name, 'It looks like a log, but no line of it says anything of a move.')]),
  ];
}

async function readHar(name: string, content: Readable, keeper: HeardKeeper, { onChunk }: ReadingOfOne): Promise<Skipped[]> {
  const reader = new HarReader(name, (one) => keeper.keep(one));
  const broken = await eachChunk(content, (chunk) => {
    reader.push(chunk);
    onChunk();
  });
  reader.finish();
  return notesOn(reader, broken).map((why) => whole(name, why));
}

function notesOn({ isHar, isWhole, entries, saysAnything, mute, left }: HarReader, broken: string | null): string[] {
  if (broken === null && isWhole && !isHar) return ['This is JSON, but no HAR.'];
  if (entries === 0 && (broken !== null || !isWhole)) return [`This is no HAR. ${broken ?? 'It breaks off.'}`];
  const end = broken ?? (isWhole ? null : 'The HAR breaks off.');
  return [
    ...(end === null ? [] : [`${end} ${entries === 1 ? 'The entry before it was' : `The ${entries} entries before it were`} read.`]),
    ...(saysAnything ? [] : ['No WebSocket of a call is in it. A HAR shows a move if it was being recorded when the person joined.']),
    ...(mute === 0 ? [] : [`It has ${mute === 1 ? 'the WebSocket of a call' : `${mute} WebSockets of calls`}, but not what went over ${mute === 1 ? 'it' : 'them'}: record with Chrome or Edge.`]),
    ...(left === 0 ? [] : [`${left} ${left === 1 ? 'frame was' : 'frames were'} without a time, or more than can be looked at together.`]),
  ];
}

/** @returns why it broke off; null if it did not */
async function eachChunk(content: Readable, take: (chunk: Buffer) => void): Promise<string | null> {
  try {
    for await (const chunk of content) take(chunk as Buffer);
    return null;
  } catch (error) {
    return whyNot(error);
  }
}

function counted(file: string, count: number, what: string): Skipped[] {
  return count === 0 ? [] : [whole(file, `${count} ${count === 1 ? 'line was' : 'lines were'} ${what}.`)];
}

function whole(file: string, why: string): Skipped {
  return { file, line: null, why: plain(why) };
}

/** In the words of a person where the system's own are known. */
function whyNot(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof JsonError) return error.message;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder. Give the files in it.';
  if (code === 'EACCES') return 'The file may not be read.';
  if (code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 'The archive breaks off.';
  if (code === 'Z_DATA_ERROR') return 'The archive is damaged.';
  return messageOf(error);
}
