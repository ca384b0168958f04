import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { freePort } from '../support/free-port';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

/** The scripts of `docs/examples`, as somebody who copies them runs them. */
const tsx = 'node_modules/tsx/dist/cli.mjs';
let stage: Stage;
let target: Meeting;
const running: ChildProcess[] = [];

beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Who Stays', numericId: '1001', callBridge: 'cbcms1' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', callBridge: 'cbcms1' });
  target = await meetingNamed(stage, 'Space 2');
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});
afterAll(() => stage.stop());

function start(program: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  running.push(child);
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said.text += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, said, ended };
}

const account = () => ({ USHER_URL: stage.url, USHER_TOKEN: stage.token });
const guest = async (name: string) => (await stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms1' })).id;
const isIn = async (name: string, meeting: string) => (await stage.world()).some((person) => person.name === name && person.meeting === meeting);

test('move.sh says what would happen, asks, and moves', async () => {
  const id = await guest('Shell Guest');
  const { child, said, ended } = start('sh', ['docs/examples/move.sh', id, target.id], account());
  child.stdin?.end('y\n');
  expect([await ended, said.text]).toEqual([0, expect.stringMatching(/^Shell Guest: can go \[.*\]\nMove\? \[y\/N\] Shell Guest: joined\n$/)]);
  expect(await isIn('Shell Guest', target.id)).toBe(true);
});

test('move.sh moves nobody without a yes, nor whom Usher refuses', async () => {
  const id = await guest('Hesitant Guest');
  const asked = start('sh', ['docs/examples/move.sh', id, target.id], account());
  asked.child.stdin?.end('n\n');
  expect(await asked.ended).toBe(0);
  const refused = start('sh', ['docs/examples/move.sh', id, 'no such meeting'], account());
  refused.child.stdin?.end('y\n');
  expect([await refused.ended, refused.said.text]).toEqual([1, expect.stringContaining('Hesitant Guest: cannot: target-ended')]);
  expect(await isIn('Hesitant Guest', target.id)).toBe(false);
});

test('move.ts says what would happen, and moves', async () => {
  const id = await guest('Typed Guest');
  const { said, ended } = start(process.execPath, [tsx, 'docs/examples/move.ts', id, target.id], account());
  expect([await ended, said.text]).toEqual([0, expect.stringMatching(/^Typed Guest can go .*\nTyped Guest joined\n$/)]);
  expect(await isIn('Typed Guest', target.id)).toBe(true);
});

test('move.ts tells why Usher would not', async () => {
  const id = await guest('Refused Guest');
  const { said, ended } = start(process.execPath, [tsx, 'docs/examples/move.ts', id, 'no such meeting'], account());
  expect([await ended, said.text]).toEqual([1, expect.stringContaining('Refused Guest cannot: target-ended')]);
});

test('webhook-receiver.ts takes what Usher signed, and nothing else', async () => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const { secret, webhook } = (await stage.api('/webhooks', { body: { address, kinds: ['move-ended'] } })).body as { secret: string; webhook: { id: string } };
  const { said } = start(process.execPath, [tsx, 'docs/examples/webhook-receiver.ts'], { PORT: String(port), USHER_WEBHOOK_SECRET: secret });
  const forged = () => fetch(address, { method: 'POST', body: '{}', headers: { 'usher-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` } });
  expect((await vi.waitFor(forged, patience)).status).toBe(401);
  await stage.move(await guest('Told Guest'), target.id);
  await vi.waitUntil(() => said.text.includes('move-ended') && said.text.includes('Told Guest: joined'), patience);
  await stage.api(`/webhooks/${webhook.id}`, { method: 'DELETE' });
});
