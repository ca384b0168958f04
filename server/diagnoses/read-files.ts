import type { Readable } from 'node:stream';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import type { LogClock } from '@/lib/trace/log/log-clock';
import { LogReader } from '@/lib/trace/log/log-reader';
import type { Skipped } from '@/lib/trace/diagnosis-report';
import { HarReader } from '@/server/diagnoses/har-reader';
import { JsonError } from '@/server/diagnoses/json-leaves';
import { LineSplitter } from '@/server/diagnoses/line-splitter';
import { messageOf, unpacked, usualUnpackLimits, type Unpacked } from '@/server/diagnoses/unpack';
import { masked } from '@/server/journal/mask';

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
  /** Told how many bytes were read since the last time, unpacked. */
  readonly onRead?: (bytes: number) => void;
  readonly limits?: typeof usualUnpackLimits;
}

/** How much that concerns calls is kept, so that memory is bounded. It is what a busy bridge logs of them in days. */
const mostHeard = 500_000;

/** Reads logs, HARs, and archives of them. What cannot be read is skipped, and said; never an error. */
export async function readFiles(files: readonly GivenFile[], terms: ReadingTerms): Promise<ReadFiles> {
  const heard: Heard[] = [];
  const skipped: Skipped[] = [];
  for (const { path, name } of files) {
    try {
      for await (const file of unpacked(path, name, terms.limits ?? usualUnpackLimits)) skipped.push(...(await readOne(file, heard, terms)));
    } catch (error) {
      skipped.push({ file: name, line: null, why: whyNot(error) });
    }
  }
  return { heard, skipped };
}

const notRead = {
  empty: 'The file is empty.',
  binary: 'This is neither a log nor a HAR.',
  zip: 'An archive within an archive is not opened. Unpack it first.',
  gzip: 'An archive within an archive is not opened. Unpack it first.',
} as const;

async function readOne(file: Unpacked, heard: Heard[], terms: ReadingTerms): Promise<Skipped[]> {
  const { name, kind, content } = file;
  if (kind === 'log') return readLog(name, content, heard, terms);
  if (kind === 'har') return readHar(name, content, heard, terms);
  content.destroy();
  return [whole(name, notRead[kind])];
}

async function readLog(name: string, content: Readable, heard: Heard[], { clock, onRead }: ReadingTerms): Promise<Skipped[]> {
  let beyond = 0;
  const reader = new LogReader(name, (line) => {
    const one = heardIn(line, (time) => clock.msOf(time));
    if (!one) return;
    if (heard.length < mostHeard) heard.push({ ...one, text: masked(one.text) });
    else beyond += 1;
  });
  const lines = new LineSplitter((line) => reader.read(line));
  const broken = await eachChunk(content, (chunk) => {
    lines.push(chunk);
    onRead?.(chunk.length);
  });
  lines.finish();
  reader.finish();
  return [
    ...(broken === null ? [] : [whole(name, `${broken} What came before was read.`)]),
    ...counted(name, reader.headless, 'without a time of a log'),
    ...counted(name, reader.cut, 'too long: their ends were cut off'),
    ...counted(name, beyond, 'more than can be looked at together. Give less at once'),
  ];
}

async function readHar(name: string, content: Readable, heard: Heard[], { onRead }: ReadingTerms): Promise<Skipped[]> {
  const reader = new HarReader(name, (one) => heard.push(one));
  const broken = await eachChunk(content, (chunk) => {
    reader.push(chunk);
    onRead?.(chunk.length);
  });
  reader.finish();
  return notesOn(reader, broken).map((why) => whole(name, why));
}

function notesOn({ isHar, isWhole, entries, saysAnything, left }: HarReader, broken: string | null): string[] {
  if (broken === null && isWhole && !isHar) return ['This is JSON, but no HAR.'];
  if (entries === 0 && (broken !== null || !isWhole)) return [`This is no HAR. ${broken ?? 'It breaks off.'}`];
  const end = broken ?? (isWhole ? null : 'The HAR breaks off.');
  return [
    ...(end === null ? [] : [`${end} The ${entries} ${entries === 1 ? 'entry' : 'entries'} before it were read.`]),
    ...(saysAnything ? [] : ['No WebSocket of a call is in it. A HAR shows a move if it was being recorded when the person joined.']),
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
  return { file, line: null, why };
}

/** In the words of a person where the system's own are known. */
function whyNot(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof JsonError) return error.message;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder. Give the files in it.';
  if (code === 'EACCES') return 'The file may not be read.';
  if (code === 'Z_BUF_ERROR') return 'The archive breaks off.';
  if (code === 'Z_DATA_ERROR') return 'The archive is damaged.';
  return messageOf(error);
}
