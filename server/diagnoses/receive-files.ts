import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import { demandRoom, problemOfDisk } from '@/server/diagnoses/disk-room';
import type { GivenFile } from '@/server/diagnoses/read-files';
import { shownName } from '@/server/diagnoses/shown-name';

/** A body of `multipart/form-data` as it comes in (RFC 7578). */
export interface Upload {
  readonly contentType: string;
  /** As its sender says; null where nothing is said. */
  readonly contentLength: number | null;
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface UploadLimits {
  /** Of the whole body. */
  readonly bytes: number;
  readonly files: number;
  /** How many bytes the disk has free. */
  readonly freeBytes: () => Promise<number>;
}

export interface Received {
  readonly files: readonly GivenFile[];
  /** All other parts, by name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Of whatever is sent beside the files. */
const fieldLimits = { fields: 20, fieldSize: 16 * 1024, headerPairs: 50, headerSize: 8 * 1024 };

/**
 * Puts the `files` of a body into a folder as they come in, under names of their own. Problems: `unsupported-media-type`, `too-large`,
 * `invalid`; `unavailable` where the disk has too little room.
 */
export async function receiveFiles({ contentType, contentLength, body }: Upload, folder: string, limits: UploadLimits): Promise<Received> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new ProblemError('unsupported-media-type', 'Send the files as multipart/form-data, each as a part with the name files.');
  }
  if ((contentLength ?? 0) > limits.bytes) throw tooLarge(limits);
  demandRoom(contentLength ?? 0, await limits.freeBytes());
  const parts = new Parts(parserOf(contentType, limits), folder, limits);
  try {
    await pipeline(body ?? [], (source) => counted(source, limits), parts.parser);
  } catch (error) {
    throw await parts.breakOff(error);
  }
  return parts.all();
}

function parserOf(contentType: string, { files }: UploadLimits): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: { ...fieldLimits, files }, preservePath: true });
  } catch (cause) {
    throw notMultipart(cause);
  }
}

/** Others write to the disk meanwhile: after so many bytes it is asked again. */
const lookEveryBytes = 16 * 1024 ** 2;

async function* counted(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limits: UploadLimits): AsyncGenerator<Uint8Array> {
  let [size, looked] = [0, 0];
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > limits.bytes) throw tooLarge(limits);
    if (size - looked > lookEveryBytes) {
      looked = size;
      demandRoom(0, await limits.freeBytes());
    }
    yield chunk;
  }
}

/** The parts of one body. What is wrong with any of them ends the parser, and with it the reading of the body. */
class Parts {
  readonly #files: GivenFile[] = [];
  readonly #fields: Record<string, string> = {};
  readonly #streams: BusboyFileStream[] = [];
  readonly #writing: Promise<void>[] = [];
  #diskError: unknown = null;

  constructor(readonly parser: BusboyInstance, private readonly folder: string, limits: UploadLimits) {
    parser.on('file', (field, stream, name) => this.#file(field, stream, name));
    parser.on('field', (name, value) => this.#field(name, value));
    parser.on('filesLimit', () => parser.destroy(new ProblemError('too-large', `At most ${limits.files} files at once. Pack them in one zip.`)));
    parser.on('fieldsLimit', () => parser.destroy(new ProblemError('invalid', 'That are more parts than there can be.')));
  }

  /** Once the body is at its end. */
  async all(): Promise<Received> {
    await Promise.all(this.#writing);
    if (this.#diskError !== null) throw problemOfDisk(this.#diskError);
    if (this.#files.length === 0) throw noFiles();
    return { files: this.#files, fields: this.#fields };
  }

  /** Lets go of what was begun. @returns what is to be said of it */
  async breakOff(error: unknown): Promise<unknown> {
    for (const stream of this.#streams) stream.destroy();
    await Promise.all(this.#writing);
    if (this.#diskError !== null) return problemOfDisk(this.#diskError);
    return error instanceof ProblemError ? error : notMultipart(error);
  }

  #file(field: string, stream: BusboyFileStream, name: string): void {
    this.#streams.push(stream);
    // Of a body that breaks off, the parser says so; each of its streams does too.
    stream.on('error', () => undefined);
    if (field !== 'files') {
      this.parser.destroy(noFiles());
      return;
    }
    const at = path.join(this.folder, String(this.#files.length));
    this.#files.push({ path: at, name: shownName(name) });
    const file = createWriteStream(at, { mode: 0o600 });
    file.once('error', (error) => {
      // Whatever ends the stream ends the file with it; only the disk itself is what this is about.
      if (!('syscall' in error)) return;
      this.#diskError = error;
      this.parser.destroy(error);
    });
    this.#writing.push(pipeline(stream, file).catch(() => undefined));
  }

  #field(name: string, value: string): void {
    if (name === 'files') this.parser.destroy(noFiles());
    else this.#fields[name] = value;
  }
}

function noFiles(): ProblemError {
  return invalidField('files', 'Send at least one file, each as a part with the name files and a file name.');
}

function notMultipart(cause: unknown): ProblemError {
  return new ProblemError('invalid', 'The body is no multipart/form-data, or breaks off.', { cause });
}

function tooLarge({ bytes }: UploadLimits): ProblemError {
  return new ProblemError('too-large', `At most ${bytes / 1024 ** 2} MB at once. Pack the files with gzip or zip, or cut out the minutes around the move.`);
}
