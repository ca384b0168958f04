import { writeFile } from 'node:fs/promises';
import path from 'node:path';
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

/**
 * Puts the `files` of a body into a folder, under names of their own. Node parses only what it holds as a whole, so the limit of bytes
 * is one of memory too. Problems: `unsupported-media-type`, `too-large`, `invalid`.
 */
export async function receiveFiles({ contentType, contentLength, body }: Upload, folder: string, limits: UploadLimits): Promise<Received> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new ProblemError('unsupported-media-type', 'Send the files as multipart/form-data, each as a part with the name files.');
  }
  if ((contentLength ?? 0) > limits.bytes) throw tooLarge(limits);
  const form = await parsed(await wholeOf(body, limits), contentType);
  const parts = form.getAll('files');
  const given = parts.filter((part) => part instanceof File);
  if (given.length === 0 || given.length < parts.length) throw invalidField('files', 'Send at least one file, each as a part with the name files and a file name.');
  if (given.length > limits.files) throw new ProblemError('too-large', `At most ${limits.files} files at once. Pack them in one zip.`);
  const files: GivenFile[] = [];
  for (const [number, file] of given.entries()) files.push(await kept(file, path.join(folder, String(number))));
  return { files, fields: Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))) };
}

async function wholeOf(body: Upload['body'], limits: UploadLimits): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limits.bytes) throw tooLarge(limits);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function parsed(whole: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(whole, { headers: { 'content-type': contentType } }).formData();
  } catch (cause) {
    throw new ProblemError('invalid', 'The body is no multipart/form-data, or breaks off.', { cause });
  }
}

const longestName = 200;

async function kept(file: File, at: string): Promise<GivenFile> {
  await writeFile(at, file.stream(), { mode: 0o600 });
  // Shown to people, in reports and on terminals: control characters have no business in it.
  const name = file.name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, longestName);
  return { path: at, name: name === '' ? 'file' : name };
}

function tooLarge({ bytes }: UploadLimits): ProblemError {
  return new ProblemError('too-large', `At most ${bytes / 1024 ** 2} MB at once. Pack the files with gzip or zip, or cut out the minutes around the move.`);
}
