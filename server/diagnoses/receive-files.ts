import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import type { GivenFile } from '@/server/diagnoses/read-files';

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
}

export interface Received {
  readonly files: readonly GivenFile[];
  /** All other parts, by name. */
  readonly fields: Readonly<Record<string, string>>;
}

const longestField = 65_536;
const mostFields = 10;

/**
 * Puts the `files` of a body into a folder as they come in, under names of their own.
 * Problems: `unsupported-media-type`, `too-large`, `invalid`.
 */
export async function receiveFiles({ contentType, contentLength, body }: Upload, folder: string, limits: UploadLimits): Promise<Received> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new ProblemError('unsupported-media-type', 'Send the files as multipart/form-data, each as a part with the name files.');
  }
  if ((contentLength ?? 0) > limits.bytes) throw tooLarge(limits);
  const parts = new Parts(folder, limits);
  try {
    const parser = new Busboy({ headers: { 'content-type': contentType }, limits: { files: limits.files, fields: mostFields, fieldSize: longestField }, preservePath: true });
    parts.listenTo(parser);
    await pipeline(Readable.from(bounded(body, limits)), parser as Writable);
  } catch (error) {
    // A problem of ours ends the parsing, too.
    throw error instanceof ProblemError ? error : new ProblemError('invalid', 'The body is no multipart/form-data, or breaks off.', { cause: error });
  }
  return parts.received();
}

async function* bounded(body: Upload['body'], limits: UploadLimits): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limits.bytes) throw tooLarge(limits);
    yield chunk;
  }
}

/** The parts of one body, as they come. */
class Parts {
  readonly #files: Promise<GivenFile>[] = [];
  readonly #fields: Record<string, string> = {};
  #isTooMany = false;
  #isFileAText = false;

  constructor(
    private readonly folder: string,
    private readonly limits: UploadLimits,
  ) {}

  listenTo(parser: InstanceType<typeof Busboy>): void {
    parser.on('file', (field, stream, name) => void this.#file(field, stream, name));
    parser.on('field', (field, value) => {
      if (field === 'files') this.#isFileAText = true;
      else this.#fields[field] = value;
    });
    parser.on('filesLimit', () => (this.#isTooMany = true));
  }

  async received(): Promise<Received> {
    const files = await Promise.all(this.#files);
    if (this.#isTooMany) throw new ProblemError('too-large', `At most ${this.limits.files} files at once. Pack them in one zip.`);
    if (files.length === 0 || this.#isFileAText) throw invalidField('files', 'Send at least one file, each as a part with the name files and a file name.');
    return { files, fields: this.#fields };
  }

  #file(field: string, stream: BusboyFileStream, name: string | undefined): void {
    if (field !== 'files' || name === undefined || name === '') {
      this.#isFileAText ||= field === 'files';
      stream.resume();
      return;
    }
    const at = path.join(this.folder, String(this.#files.length));
    const kept = pipeline(stream, createWriteStream(at, { mode: 0o600 })).then(() => ({ path: at, name: shownName(name) }));
    // Whoever waits for all of them is told; until then nobody may be waiting yet.
    kept.catch(() => undefined);
    this.#files.push(kept);
  }
}

const longestName = 200;

/** Shown to people, in reports and on terminals: control characters have no business in it. */
function shownName(name: string): string {
  const shown = name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, longestName);
  return shown === '' ? 'file' : shown;
}

function tooLarge({ bytes }: UploadLimits): ProblemError {
  return new ProblemError('too-large', `At most ${bytes / 1024 ** 2} MB at once. Pack the files with gzip or zip, or cut out the minutes around the move.`);
}
