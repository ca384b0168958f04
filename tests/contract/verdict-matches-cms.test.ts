import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { cmsNamedBy, replay, type Replayed } from '../support/cms-replay';
import { addPerson, worldOf } from '../support/emulated-bridge';
import { patience } from '../support/followed-emulator';

/** The cluster to hold verdicts against, besides the emulator's. */
const cms = await cmsNamedBy(process.env);

const clusters = [
  {
    name: 'replayed.example',
    callBridges: [
      { name: 'cb1', version: '3.9' },
      { name: 'cb2', version: '3.1' },
    ],
    webBridges: ['wb1'],
    spaces: [
      { name: 'One', numericId: '1001' },
      { name: 'Two', numericId: '1002' },
    ],
  },
];

async function states(emulator: Emulator): Promise<string[]> {
  const { callBridges } = await worldOf(emulator);
  return callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants.map(({ state }) => state)));
}

const said = (rows: readonly Replayed[]) => rows.map((row) => [row.name, row.said] as const);
const was = (rows: readonly Replayed[]) => rows.map((row) => [row.name, row.was] as const);

describe('an emulator that is reached as a CMS', () => {
  let emulator: Emulator;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'replayed', tempo: { mediaDelayMs: 0, dialDelayMs: 0 }, clusters });
    await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1001', callBridge: 'cb1' });
    await addPerson(emulator, { kind: 'web-app', name: 'Ana', numericId: '1001', callBridge: 'cb1' });
    await addPerson(emulator, { kind: 'microsoft', name: 'Teams', numericId: '1001', callBridge: 'cb1' });
    await addPerson(emulator, { kind: 'recorder', name: 'Recorder', numericId: '1001' });
    await addPerson(emulator, { kind: 'sip', name: 'Old', numericId: '1002', callBridge: 'cb2' });
    await vi.waitFor(async () => expect(await states(emulator)).toEqual(Array(5).fill('connected')), patience);
    folder = await mkdtemp(join(tmpdir(), 'usher-contract-'));
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, emulator.authorityPem);
    env = {
      ...process.env,
      CONTRACT_CMS_URL: emulator.nodes.find(({ name }) => name === 'cb1')?.https,
      CONTRACT_CMS_USER: emulator.account.user,
      CONTRACT_CMS_PASSWORD: emulator.account.password,
      CONTRACT_CMS_CA: authority,
    };
  });
  afterAll(async () => {
    await emulator?.close();
    await rm(folder, { recursive: true });
  });

  async function replayed(moves: string): Promise<Replayed[]> {
    const named = await cmsNamedBy({ ...env, CONTRACT_CMS_MOVE: moves });
    return named ? replay(named) : [];
  }

  test('is asked only for what it refuses, unless moves are allowed', async () => {
    const before = await worldOf(emulator);
    const rows = await replayed('');
    expect(was(rows)).toEqual(said(rows));
    expect(rows.map((row) => `${row.name}: ${row.said.reasons.join(' ')}`).sort()).toEqual([
      'Ana to One: same-meeting',
      'Ana to none: target-ended',
      'Old to Two: same-meeting',
      'Old to none: target-ended',
      'Recorder to One: same-meeting cannot-move',
      'Recorder to Two: cannot-move',
      'Recorder to none: cannot-move target-ended',
      'Room to One: same-meeting',
      'Room to none: target-ended',
      'Teams to One: same-meeting microsoft-client',
      'Teams to Two: microsoft-client',
      'Teams to none: microsoft-client target-ended',
    ]);
    expect(await worldOf(emulator)).toEqual(before);
  });

  test('moves everybody who may go once, and refuses all others, where moves are allowed', async () => {
    const rows = await replayed('yes');
    expect(was(rows)).toEqual(said(rows));
    expect(rows.filter((row) => row.was.taken).map(({ name }) => name).sort()).toEqual(['Old to One', 'Room to Two']);
    expect(rows.map(({ name }) => name)).toContain('Ana to Two');
  });
});

if (cms) {
  test('what is said of moves in the CMS that the environment names is what it does', async () => {
    const rows = await replay(cms);
    expect(was(rows)).toEqual(said(rows));
    expect(rows).not.toEqual([]);
  }, 3_600_000);
}
