import { expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { exampleBridge } from '@/lib/meeting/examples';
import type { Audit } from '@/server/audit/audit';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { memoryDatabase } from '@/server/db/memory-database';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { CallKeeper } from '@/server/moves/call-keeper';
import { CallRecord } from '@/server/moves/call-record';
import { openMadeCalls } from '@/server/moves/made-call';
import { Pauses } from '@/server/moves/pauses';

/** An empty call that nobody is on the way to. @param onCommit what happens while something is put on record */
async function askedAbout(onCommit: (setHeadCount: (headCount: number) => void) => void): Promise<string[]> {
  const asked: string[] = [];
  const clock = new ManualClock();
  const pauses = new Pauses(clock);
  const inventory = new ToldInventory();
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  const spaces = new ToldSpaces();
  const details = { name: 'Space 9', coSpace: 's9', callCorrelator: 'm9', callType: 'coSpace', durationSeconds: 0, locked: false, recording: false, streaming: false };
  const setHeadCount = (headCount: number) => void spaces.calls.set('call9', { ...details, id: 'call9', callBridge: 'b1', activeWhenEmpty: true, headCount });
  setHeadCount(0);
  const answerTo = (what: string) => (id: string) => {
    asked.push(`${what} ${id}`);
    return Promise.resolve({ ok: true, value: null } as const);
  };
  const writer = { ...agreeingWriter, releaseCall: answerTo('release'), endCall: answerTo('end') };
  const db = await memoryDatabase();
  const audit = createAuditDesk(db, () => clock.now()).writer;
  const write: Audit['write'] = (work) => {
    onCommit(setHeadCount);
    return audit.write(work);
  };
  const record = new CallRecord({ audit: { write }, log: pino({ level: 'silent' }) }, pauses);
  const clusters = { spaces, modes: () => new Map([['c1', 'operate'] as const]), writerFor: () => writer };
  const keeper = new CallKeeper({ clusters, inventory }, record, pauses, () => ({ unsent: 0, open: 0 }));
  keeper.keep({ id: '1', order: 'o1', space: { space: 's9', cluster: 'c1' }, callBridge: 'b1', state: 'made', call: 'call9', askedAtMs: clock.now() });
  clock.advance(50);
  await vi.waitUntil(async () => (await openMadeCalls(db)).length === 0 && asked.length > 0, { timeout: 20_000, interval: 5 });
  pauses.stop();
  await db.destroy();
  return asked;
}

test('a call that nobody came into is deleted', async () => {
  expect(await askedAbout(() => undefined)).toEqual(['end call9']);
});

test('whoever comes in while it goes on record that the call is to be deleted stays in it', async () => {
  expect(await askedAbout((setHeadCount) => setHeadCount(1))).toEqual(['release call9']);
});
