import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Kysely } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import { addInputSchema } from '@/server/clusters/call-bridge-input';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { systemClock } from '@/server/emulator/clock';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { askControl } from '../support/emulated-bridge';
import { patience, testSecret } from '../support/followed-emulator';
import { MadeUpBridge } from '../support/made-up-bridge';
import { xml } from '../support/scripted-bridge';

let db: Kysely<Database>;
let bridges: Bridges;

beforeEach(async () => {
  db = await memoryDatabase();
  bridges = createBridges({ db, secret: testSecret, log: pino({ enabled: false }) });
  await bridges.start();
});
afterEach(async () => {
  await bridges.stop();
  await db.destroy();
});

/** Connects a bridge to a cluster of its own, and has it operated. @returns Usher's id of it */
async function operated(address: string, trust: object = { kind: 'system' }): Promise<string> {
  const added = await bridges.clusters.add(addInputSchema.parse({ address, username: 'api', password: 'emulator', trust }));
  await bridges.clusters.setMode(added.cluster.id, 'operate');
  return added.id;
}

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error(`a problem was expected, not ${String(error)}`);
  return error.problem;
}

describe('a bridge that has it in its API', () => {
  let emulator: Emulator;
  let aheadMs = 0;
  beforeAll(async () => {
    const clock = { ...systemClock, now: () => Date.now() + aheadMs };
    emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'tracing', clock });
  });
  afterAll(() => emulator.close());

  const connect = (name: string) => operated(emulator.nodes.find((node) => node.name === name)?.https ?? '', { kind: 'authority', value: emulator.authorityPem });
  const logOf = async (node: string) => ((await askControl(emulator, 'GET', `/log?node=${node}`)).body['lines'] as { text: string }[]).map(({ text }) => text);

  test('traces all requests for as long as it was told to, and then ends it by itself', async () => {
    const id = await connect('cbcms1');
    expect(await bridges.tracing.stateOf(id)).toEqual({ callBridge: { id, name: 'cbcms1' }, secondsLeft: 0, unavailable: null });
    expect(await bridges.tracing.change(id, 10)).toMatchObject({ secondsLeft: expect.closeTo(596, -1), unavailable: null });
    const isReadTraced = async () => (await logOf('cbcms1')).some((line) => /^API trace \d+: GET for/.test(line));
    await vi.waitFor(async () => expect(await isReadTraced()).toBe(true), patience);
    expect(await logOf('cbcms1')).toContain('API tracing now enabled');
    aheadMs += 540_000;
    expect((await bridges.tracing.stateOf(id)).secondsLeft).toBeLessThanOrEqual(60);
    aheadMs += 60_000;
    expect(await bridges.tracing.stateOf(id)).toMatchObject({ secondsLeft: 0 });
  });

  test('goes on when Usher is gone, tells the next one for how long, and is ended at once when asked', async () => {
    const id = await connect('cbcms2');
    await bridges.tracing.change(id, 60);
    await bridges.stop();
    bridges = createBridges({ db, secret: testSecret, log: pino({ enabled: false }) });
    await bridges.start();
    const { secondsLeft } = await bridges.tracing.stateOf(id);
    expect(secondsLeft).toBeGreaterThan(3_500);
    expect(await bridges.tracing.change(id, 0)).toMatchObject({ secondsLeft: 0 });
    expect((await logOf('cbcms2')).filter((line) => line.startsWith('API tracing now'))).toEqual(['API tracing now enabled', 'API tracing now disabled']);
  });

  test('is asked for nothing that changes it while its cluster is only observed', async () => {
    const id = await connect('cbcms3');
    await bridges.clusters.stopAll();
    expect(await problemOf(bridges.tracing.change(id, 1))).toMatchObject({ code: 'cluster-observe-only', detail: expect.stringContaining('Logs > Detailed tracing') });
    expect(await bridges.tracing.stateOf(id)).toMatchObject({ secondsLeft: 0 });
  });

  test('is told apart from one of a version without it, which is to be told by hand', async () => {
    const id = await connect('cblegacy1');
    const unavailable = 'This call bridge cannot be told by the API: switch it on in its web interface under Logs > Detailed tracing.';
    expect(await bridges.tracing.stateOf(id)).toEqual({ callBridge: { id, name: 'cblegacy1' }, secondsLeft: null, unavailable });
    expect(await problemOf(bridges.tracing.change(id, 1))).toEqual({ code: 'conflict', detail: unavailable });
  });
});

describe('a bridge that says something else', () => {
  let bridge: MadeUpBridge;
  beforeEach(async () => {
    bridge = await MadeUpBridge.open();
  });
  afterEach(() => bridge.close());

  const answer = (body: string, status = 200) => bridge.answers.set('system/timedLogging', (response) => xml(response, body, status));

  test('and does not name requests to its API is not told to trace anything', async () => {
    const id = await operated(bridge.origin);
    answer('<timedLogging><activeControl>0</activeControl><sip>0</sip></timedLogging>');
    expect(await bridges.tracing.stateOf(id)).toMatchObject({ secondsLeft: null, unavailable: expect.stringContaining('by the API') });
    expect(await problemOf(bridges.tracing.change(id, 1))).toMatchObject({ code: 'conflict' });
    expect(bridge.requests).not.toContain('PUT /api/v1/system/timedLogging');
  });

  test('is taken at its word where it takes the request, and says that nothing is on', async () => {
    const id = await operated(bridge.origin);
    answer('<timedLogging><API></API></timedLogging>');
    expect(await bridges.tracing.stateOf(id)).toMatchObject({ secondsLeft: 0, unavailable: null });
    expect(await problemOf(bridges.tracing.change(id, 1))).toMatchObject({ code: 'bridge-refused', detail: expect.stringContaining('says that tracing is off') });
    expect(await bridges.tracing.change(id, 0)).toMatchObject({ secondsLeft: 0 });
  });

  test.each(['-5', '1e9', 'true', '99999999999999999999', '3.5', 'x'.repeat(5_000)])('and no number of seconds, as %.20s, leaves open for how long', async (value) => {
    const id = await operated(bridge.origin);
    answer(`<timedLogging><api>${value}</api></timedLogging>`);
    expect(await bridges.tracing.stateOf(id)).toMatchObject({ secondsLeft: null, unavailable: null });
  });

  test.each([
    ['another document', '<status></status>', 200, 'bridge-unreachable'],
    ['nothing that can be read', '<timedLogging><api>', 200, 'bridge-unreachable'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><timedLogging><api>&b;</api></timedLogging>', 200, 'bridge-unreachable'],
    ['that the account may not', '', 403, 'bridge-refused'],
  ])('as %s, is a problem that is told', async (_, body, status, code) => {
    const id = await operated(bridge.origin);
    answer(body, status);
    expect(await problemOf(bridges.tracing.stateOf(id))).toMatchObject({ code });
    expect(await problemOf(bridges.tracing.change(id, 1))).toMatchObject({ code });
  });

  test('that nobody knows is said to be none', async () => {
    expect(await problemOf(bridges.tracing.stateOf('nobody'))).toMatchObject({ code: 'not-found' });
    expect(await problemOf(bridges.tracing.change('nobody', 1))).toMatchObject({ code: 'not-found' });
  });
});
