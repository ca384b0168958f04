import { writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ProblemCode } from '@/lib/problem/problem';
import { CookieBrowser } from '../support/cookie-browser';
import { openEvents } from '../support/event-stream';
import { patience } from '../support/stage';
import { freePorts, spawnUsher, usherEnv } from '../support/usher-process';
import { ushersInTurn } from '../support/ushers-in-turn';

const { newPlace, start, undo } = ushersInTurn();

/** Keeps a port busy, as another program would. */
async function occupy(port: number): Promise<void> {
  const other = http.createServer((_, response) => response.end('something else'));
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  undo(() => other.close());
}

const isGone = (url: string) => fetch(url).then(() => false, () => true);

describe('Usher does not start, and says why in a sentence with a code,', () => {
  /** Starts an Usher that is to end by itself, and gives what it says. */
  async function expectRefusal(env: Record<string, string>, code: ProblemCode, ...named: string[]): Promise<string> {
    const usher = spawnUsher({ EMULATOR: 'off', ...env });
    undo(() => usher.kill('SIGKILL'));
    expect(await usher.ended).toBe(1);
    const output = usher.output();
    expect(output).toContain(`${code}: `);
    for (const words of named) expect(output).toContain(words);
    expect(output).not.toMatch(/^\s+at |node_modules|\.ts:\d|\.mjs:\d/m);
    expect(output).not.toContain('Usher is ready');
    return output;
  }

  test('where its port is taken', async () => {
    const [place, ports] = [await newPlace(), await freePorts()];
    await occupy(ports.port);
    await expectRefusal(usherEnv(place, ports), 'port-taken', `Port ${ports.port} `, 'PORT');
  });

  test.each([
    ['control port', 0],
    ['one of its call bridges', 53],
    ['one of its web bridges, over HTTPS', 132],
  ])("where a port of the emulator's is taken: %s", async (_, offset) => {
    const [place, ports] = [await newPlace(), await freePorts()];
    await occupy(ports.basePort + offset);
    const env = { ...usherEnv(place, ports), EMULATOR: 'on', EMULATOR_SCENARIO: 'empty' };
    await expectRefusal(env, 'port-taken', `Port ${ports.basePort + offset}`, 'EMULATOR_BASE_PORT');
    if (offset !== 0) expect(await isGone(`http://127.0.0.1:${ports.basePort}`)).toBe(true);
  });

  test('where another Usher has the data directory, which goes on undisturbed', async () => {
    const place = await newPlace();
    const first = await start(place, { env: { EMULATOR: 'off' } });
    await expectRefusal(usherEnv(place, await freePorts()), 'data-dir-locked', place.dataDir, 'USHER_DATA_DIR');
    expect((await first.api('/me')).status).toBe(200);
  });

  test('where a file is in the place of the data directory', async () => {
    const place = await newPlace();
    const file = path.join(place.dataDir, 'a-file');
    writeFileSync(file, 'not a directory');
    for (const dataDir of [file, path.join(file, 'below')]) {
      const env = usherEnv({ ...place, dataDir }, await freePorts());
      await expectRefusal(env, 'data-dir-not-writable', dataDir, 'USHER_DATA_DIR');
    }
  });

  test('where the secret is not the one of the data', async () => {
    const place = await newPlace();
    const secret = 'the secret that the data was made with';
    await (await start(place, { env: { EMULATOR: 'off', USHER_SECRET: secret } })).stop();
    const wrong = 'quite another secret of some length';
    const env = { ...usherEnv(place, await freePorts()), USHER_SECRET: wrong };
    expect(await expectRefusal(env, 'wrong-secret', 'USHER_SECRET')).not.toContain(wrong);
    const again = await start(place, { env: { EMULATOR: 'off', USHER_SECRET: secret } });
    expect((await again.api('/audit/verify')).body).toMatchObject({ intact: true });
    expect(again.output()).not.toContain(secret);
  });

  test('where the environment is not right, naming everything that is wrong', async () => {
    const wrong = {
      PORT: 'three thousand',
      EMULATOR: 'maybe',
      USHER_SECRET: 'short',
      USHER_ADMIN_PASSWORD: 'short',
      USHER_API_TOKEN: 'short',
      USHER_URL: 'usher.example',
      DATABASE_URL: 'mysql://localhost/usher',
    };
    await expectRefusal({ ...usherEnv(await newPlace(), await freePorts()), ...wrong }, 'invalid', ...Object.keys(wrong));
  });

  test.each([
    [{ HOST: '0.0.0.0' }, ['HOST=0.0.0.0', 'USHER_TLS_CERT', 'USHER_TRUST_PROXY']],
    [{ USHER_TLS_CERT: '/nowhere/cert.pem' }, ['USHER_TLS_KEY']],
    [{ USHER_TLS_CERT: '/nowhere/cert.pem', USHER_TLS_KEY: '/nowhere/key.pem' }, ['/nowhere/cert.pem']],
  ])('where it could not be reached safely: %o', async (env: Record<string, string>, named) => {
    await expectRefusal({ ...usherEnv(await newPlace(), await freePorts()), ...env }, 'invalid', ...named);
  });

  test('where there is no such scenario', async () => {
    const env = { ...usherEnv(await newPlace(), await freePorts()), EMULATOR: 'on', EMULATOR_SCENARIO: 'opera' };
    await expectRefusal(env, 'invalid', 'EMULATOR_SCENARIO', 'opera');
  });

  test('where the database does not answer', async () => {
    const env = { ...usherEnv(await newPlace(), await freePorts()), DATABASE_URL: 'postgres://usher:hidden-word@127.0.0.1:9/usher' };
    expect(await expectRefusal(env, 'unavailable', '127.0.0.1')).not.toContain('hidden-word');
  });
});

describe('Usher stops', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('at once and cleanly on %s, streams open or not, and takes its emulator along', async (signal) => {
    const usher = await start(await newPlace());
    const stream = await openEvents(usher);
    const browser = new CookieBrowser(usher.url);
    await browser.signIn(usher.admin.name, usher.admin.password);
    const socket = new WebSocket(`${usher.url.replace('http', 'ws')}/console/changes`, { origin: usher.url, headers: { cookie: browser.cookieHeader } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const idle = net.connect(Number(new URL(usher.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    // 0 is given only if every part has stopped within the time that it has; after 4.5 seconds it would be 1.
    expect(await usher.stop(signal)).toBe(0);
    await Promise.all([stream.ended.catch(() => undefined), closed]);
    idle.destroy();
    await vi.waitUntil(() => isGone(usher.control), patience);
    expect(usher.output()).not.toMatch(/error|did not stop/i);
  });

  test('also while it is still starting', async () => {
    const ports = await freePorts();
    const usher = spawnUsher({ ...usherEnv(await newPlace(), ports), EMULATOR_SCENARIO: 'empty' });
    undo(() => usher.kill('SIGKILL'));
    await vi.waitUntil(() => fetch(`http://127.0.0.1:${ports.port}/healthz`).then(() => true, () => false), { ...patience, interval: 1 });
    usher.kill('SIGTERM');
    expect(await usher.ended).toBe(0);
    await vi.waitUntil(() => isGone(`http://127.0.0.1:${ports.basePort}`), patience);
  });
});
