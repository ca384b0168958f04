import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freshPlace } from '../support/databases';
import { runUsher } from '../support/run-usher';

const log = readFileSync('lib/trace/examples/guest-move.log');

test('what an Usher that is killed has of files that somebody sends is gone once it starts again, and files are taken as before', async () => {
  const place = await freshPlace('sqlite');
  const folder = path.join(place.dataDir, 'diagnoses');
  const files = () => readdirSync(folder, { recursive: true }).map(String);
  const killed = await runUsher({ ...place, remove: () => undefined }, { env: { EMULATOR: 'off' } });
  const socket = net.connect(Number(new URL(killed.url).port), '127.0.0.1').on('error', () => undefined);
  const head = ['POST /api/v1/diagnoses HTTP/1.1', 'Host: usher', `Authorization: Bearer ${killed.token}`, 'Content-Type: multipart/form-data; boundary=x', 'Content-Length: 1000000', '', ''].join('\r\n');
  socket.write(`${head}--x\r\nContent-Disposition: form-data; name="files"; filename="a.log"\r\n\r\n${log.toString('latin1')}`);
  await expect.poll(() => files().filter((file) => file.endsWith(`${path.sep}0`))).toHaveLength(1);
  await killed.stop('SIGKILL');
  socket.destroy();
  expect(files()).not.toEqual([]);

  const next = await runUsher(place, { env: { EMULATOR: 'off' } });
  try {
    expect(files()).toEqual([]);
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(log)]), 'a.log');
    const response = await fetch(`${next.url}/api/v1/diagnoses`, { method: 'POST', body: form, headers: { authorization: `Bearer ${next.token}` } });
    expect(await response.json()).toMatchObject({ moves: [{ name: 'User X' }] });
    expect(files()).toEqual([]);
  } finally {
    await next.stop();
  }
});
