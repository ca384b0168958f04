import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { receiveFiles, type Upload } from '@/server/diagnoses/receive-files';

const folder = mkdtempSync(path.join(tmpdir(), 'usher-receive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = { bytes: 4_000, files: 2, freeBytes: () => Promise.resolve(Infinity) };
const part = (head: string, content: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const end = '--x--\r\n';

/** A body that comes in pieces of so many bytes. */
async function* inPieces(text: string, bytes: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(text);
  for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes);
}

function upload(text: string, bytes = 1_000): Upload {
  return { contentType: 'multipart/form-data; boundary=x', contentLength: null, body: inPieces(text, bytes) };
}

const receive = (text: string, bytes?: number) => receiveFiles(upload(text, bytes), folder, limits);

describe('of a body that comes in', () => {
  test.each([1, 3, 7, 1_000])('in pieces of %i bytes, files and fields are told apart', async (bytes) => {
    const text = part('name="files"; filename="a.log"', 'line\r\n-x is no end\r\n') + part('name="timeZone"', 'UTC') + part('name="files"; filename="bücher.log"', '') + end;
    const { files, fields } = await receive(text, bytes);
    expect(files.map(({ name }) => name)).toEqual(['a.log', 'bücher.log']);
    expect(files.map(({ path: at }) => readFileSync(at, 'utf8'))).toEqual(['line\r\n-x is no end\r\n', '']);
    expect(fields).toEqual({ timeZone: 'UTC' });
  });

  test('no more is taken than the limit, whatever it says of itself', async () => {
    await expect(receive(part('name="files"; filename="a.log"', 'x'.repeat(5_000)) + end)).rejects.toMatchObject({ code: 'too-large' });
    const said = { ...upload(end), contentLength: 4_001 };
    await expect(receiveFiles(said, folder, limits)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('nothing is taken where the disk has too little room, whether that is known before or comes meanwhile', async () => {
    const nearlyFull = { ...limits, bytes: 2 ** 30, freeBytes: () => Promise.resolve(256 * 1024 ** 2 + 100) };
    const text = part('name="files"; filename="a.log"', 'x'.repeat(500)) + end;
    await expect(receiveFiles({ ...upload(text), contentLength: text.length }, folder, nearlyFull)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(receiveFiles(upload(text), folder, nearlyFull)).resolves.toMatchObject({ files: [{ name: 'a.log' }] });
    let free = Infinity;
    const large = upload(part('name="files"; filename="a.log"', 'x'.repeat(40_000_000)) + end, 1_000_000);
    const filling = { ...nearlyFull, freeBytes: () => Promise.resolve((free = free === Infinity ? 2 ** 40 : 0)) };
    await expect(receiveFiles(large, folder, filling)).rejects.toMatchObject({ code: 'unavailable', problem: { detail: expect.stringContaining('too little room') } });
  });

  test('no more files are taken than the limit', async () => {
    await expect(receive(part('name="files"; filename="a"', 'x').repeat(3) + end)).rejects.toMatchObject({ code: 'too-large' });
  });

  test.each([
    ['that breaks off in a file', part('name="files"; filename="a.log"', 'x')],
    ['that breaks off in a head', '--x\r\nContent-Disp'],
    ['that is something else', 'hello'],
    ['with nothing in it', end],
    ['with a text in place of a file', part('name="files"', 'x') + end],
    ['with a file of another name', part('name="other"; filename="a.log"', 'x') + end],
    ['with fields without end', part('name="a"', 'x').repeat(30) + end],
  ])('one %s is not understood', async (_, text) => {
    await expect(receive(text)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('one without a boundary is not understood, and one of another type not taken', async () => {
    await expect(receiveFiles({ ...upload(end), contentType: 'multipart/form-data; x' }, folder, limits)).rejects.toMatchObject({ code: 'invalid' });
    await expect(receiveFiles({ ...upload(end), contentType: 'application/json' }, folder, limits)).rejects.toMatchObject({ code: 'unsupported-media-type' });
  });

  test('what the disk does not take is no fault of the sender', async () => {
    const nowhere = path.join(folder, 'is-not-there');
    await expect(receiveFiles(upload(part('name="files"; filename="a.log"', 'x') + end), nowhere, limits)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
