import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendCompressed } from '@/server/http/compressed-files';

let folder: string;
let server: http.Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-static-'));
  mkdirSync(path.join(folder, 'static/chunks'), { recursive: true });
  writeFileSync(path.join(folder, 'static/chunks/a.js.br'), brotliCompressSync('the script'));
  writeFileSync(path.join(folder, 'secret.br'), 'not below static');
  server = http.createServer(sendCompressed(folder, (_, response) => void response.end('somebody else')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function get(target: string, acceptEncoding: string): Promise<{ headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const headers = { 'accept-encoding': acceptEncoding };
    http
      .get({ port, host: '127.0.0.1', path: target, headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      })
      .on('error', reject);
  });
}

test('a script that the build has compressed is sent so, to be kept for good', async () => {
  const { headers, body } = await get('/_next/static/chunks/a.js?dpl=1', 'gzip, deflate, br');
  expect(brotliDecompressSync(body).toString()).toBe('the script');
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/javascript; charset=UTF-8', vary: 'accept-encoding' });
  expect(headers['cache-control']).toContain('immutable');
});

test.each(['gzip', '', 'br;q=0', 'brotli'])('who says %j gets what there is otherwise', async (acceptEncoding) => {
  expect((await get('/_next/static/chunks/a.js', acceptEncoding)).body.toString()).toBe('somebody else');
});

test.each(['/_next/static/chunks/none.js', '/_next/static/../secret', '/_next/static/%2e%2e/secret', '/_next/static/chunks/a.js.br', '//_next/static/chunks/a.js'])(
  'a path like %s leads to no compressed file',
  async (target) => {
    expect((await get(target, 'br')).body.toString()).toBe('somebody else');
  },
);
