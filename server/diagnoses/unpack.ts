import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AsUtf8, wideEncodingOf } from '@/server/diagnoses/as-utf8';
import { headBytes, kindOf, type FileKind } from '@/server/diagnoses/file-kind';

/** One file, as it is or out of an archive. */
export interface Unpacked {
  /** As people know it: `logs.zip/cms-a.log`. */
  readonly name: string;
  readonly kind: FileKind;
  /** How many zero bytes came before its content: they are left out. */
  readonly nuls: number;
  /** How many bytes of what it comes from have been taken for it and for all before it. */
  readonly taken: () => number;
  /** Ends with an error if what it comes from cannot be unpacked, or is not what it should be. */
  readonly content: Readable;
}

export interface UnpackLimits {
  /** Of one file, unpacked. */
  readonly bytes: number;
  /** What an archive may hold. */
  readonly files: number;
}

export const usualUnpackLimits: UnpackLimits = { bytes: 8 * 1024 ** 3, files: 1_000 };

/** Beyond so much, nothing that is packed more tightly than logs are is unpacked further. */
const trustedBytes = 64 * 1024 ** 2;
const tightest = 300;

/** How much has come out of something that is packed. Archives can be made to swell without end: one file in it, or all that name the same bytes. */
class Swelling {
  #bytes = 0;

  constructor(private readonly packedBytes: number) {}

  get bytes(): number {
    return this.#bytes;
  }

  get isTooTight(): boolean {
    return this.#bytes > trustedBytes && this.#bytes / Math.max(1, this.packedBytes) > tightest;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }
}

/** Why something could not be unpacked, for a person. */
class UnpackError extends Error {
  override readonly name = 'UnpackError';
}

/** The files that a file holds: itself, or what is packed in it, one level deep. @param name what people call it */
export async function* unpacked(path: string, name: string, limits = usualUnpackLimits): AsyncGenerator<Unpacked> {
  const kind = kindOf(await headOf(path));
  if (kind === 'zip') return yield* zipEntries(path, name, limits);
  const file = createReadStream(path);
  const taken = () => file.bytesRead;
  const content = kind === 'gzip' ? gunzipped(file, (await stat(path)).size, limits) : file;
  yield { ...(await sniffed(kind === 'gzip' ? name.replace(/\.gz$/i, '') : name, content)), taken };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* zipEntries(path: string, name: string, limits: UnpackLimits): AsyncGenerator<Unpacked> {
  const zip = await openZip(path);
  try {
    let [files, before] = [0, 0];
    const whole = new Swelling((await stat(path)).size);
    for await (const entry of zip.eachEntry()) {
      const inner = nameOf(entry);
      if (inner.endsWith('/')) continue;
      files += 1;
      if (files > limits.files) throw new UnpackError(`The archive holds more than ${limits.files} files. The rest was not read.`);
      if (whole.isTooTight) throw new UnpackError('It is packed far more tightly than logs can be. The rest was not read.');
      const takenBefore = before;
      const own = new Swelling(entry.compressedSize);
      const file = await entryOf(zip, entry, `${name}/${inner}`, limits, [own, whole]);
      yield { ...file, taken: () => takenBefore + entry.compressedSize * Math.min(1, own.bytes / Math.max(1, entry.uncompressedSize)) };
      before += entry.compressedSize;
    }
  } finally {
    zip.close();
  }
}

/** One file of an archive. Where it cannot be unpacked its content says why, and the next may still be read. */
async function entryOf(zip: ZipFile, entry: Entry, name: string, limits: UnpackLimits, swellings: readonly [own: Swelling, whole: Swelling]): Promise<Sniffed> {
  try {
    return await sniffed(name, await entryContent(zip, entry, limits, swellings));
  } catch (error) {
    return { name, kind: 'log', nuls: 0, content: new Readable({ read() { this.destroy(error instanceof Error ? error : new Error(String(error))); } }) };
  }
}

/** Read here: one name that leads out of the archive would end the reading of all of it. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw new UnpackError(`The archive cannot be read: ${messageOf(error)}`);
  }
}

async function entryContent(zip: ZipFile, entry: Entry, limits: UnpackLimits, swellings: readonly [own: Swelling, whole: Swelling]): Promise<Readable> {
  if (yauzl.validateFileName(nameOf(entry)) !== null) throw new UnpackError('Its name leads out of the archive.');
  if (entry.isEncrypted()) throw new UnpackError('It is locked with a password. Unpack it first.');
  const stream = await zip.openReadStreamPromise(entry);
  return bounded(stream, limits, swellings);
}

function gunzipped(packed: Readable, packedBytes: number, limits: UnpackLimits): Readable {
  const gunzip = createGunzip();
  pipeline(packed, gunzip, () => undefined);
  return bounded(gunzip, limits, [new Swelling(packedBytes)]);
}

/** Lets through what can be. @param swellings what it is packed in; its own is the first */
function bounded(content: Readable, limits: UnpackLimits, swellings: readonly [own: Swelling, ...around: Swelling[]]): Readable {
  const [own] = swellings;
  const bound = new Transform({
    transform(chunk: Buffer, _, done) {
      for (const swelling of swellings) swelling.add(chunk.length);
      const isTooTight = swellings.some((swelling) => swelling.isTooTight);
      if (isTooTight || own.bytes > limits.bytes) done(new UnpackError('It is packed far more tightly than a log can be, or is too large. The rest was not read.'));
      else done(null, chunk);
    },
  });
  pipeline(content, bound, () => undefined);
  return bound;
}

type Sniffed = Omit<Unpacked, 'taken'>;

/** What something is shows once it begins to come out. */
async function sniffed(name: string, content: Readable): Promise<Sniffed> {
  // What goes wrong is told to whoever reads it; while nobody does, it must not end Usher.
  content.on('error', () => undefined);
  const { head, nuls } = await headIn(content);
  const encoding = wideEncodingOf(head);
  if (encoding === null) return { name, kind: kindOf(head), content, nuls };
  const text = new AsUtf8(encoding);
  pipeline(content, text, () => undefined);
  return { name, kind: kindOf((await headIn(text)).head), content: text, nuls };
}

/** How a stream begins after zero bytes, as a log does whose bridge or collector crashed. They are taken out and counted, and what comes next is put back. */
async function headIn(content: Readable): Promise<{ head: Buffer; nuls: number }> {
  let nuls = 0;
  for (;;) {
    const first = await firstOf(content);
    const rest = first.subarray(nulsIn(first));
    nuls += first.length - rest.length;
    if (rest.length === 0 && first.length > 0) continue;
    // Nothing but zeros is no log.
    if (rest.length === 0) return { head: nuls === 0 ? rest : Buffer.alloc(1), nuls };
    content.unshift(rest);
    return { head: rest.subarray(0, headBytes), nuls };
  }
}

function nulsIn(bytes: Buffer): number {
  const at = bytes.findIndex((byte) => byte !== 0);
  return at < 0 ? bytes.length : at;
}

/** The next bytes of a stream; none at its end. */
async function firstOf(content: Readable): Promise<Buffer> {
  // Neither is told again.
  if (content.errored) throw content.errored;
  if (content.readableEnded) return Buffer.alloc(0);
  const first: Buffer | null = await new Promise((resolve, reject) => {
    const done = () => {
      const chunk = content.read() as Buffer | null;
      if (chunk === null && !content.readableEnded) return;
      stop();
      resolve(chunk);
    };
    const failed = (error: Error) => {
      stop();
      reject(error);
    };
    const stop = () => content.off('readable', done).off('end', done).off('error', failed);
    content.on('readable', done).on('end', done).on('error', failed);
  });
  return first ?? Buffer.alloc(0);
}

/** What an error says of itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
