import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { Audit } from '@/server/audit/audit';
import { openDatabase } from '@/server/db/open-database';
import { compare, type Row } from './harness';

const rounds = 15;
const inFlight = 32;
const perRound = 1_600;

const caller = { kind: 'token', id: '01K3ZB4Q6M8YV2N7R5T9W1X3C0', name: 'night script', role: 'operator', scope: null, address: '192.0.2.7' } as const;
const details = { order: '01K3ZB4Q6M8YV2N7R5T9W1X3C1', participant: '26de0160-30b5-4d7b-8a05-304472af284a', name: 'Mira Holm', state: 'joined' };

/** Records of the audit chain on SQLite, each acknowledged once it is on disk, against lines as long that are appended to a file with fdatasync. */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const opened = await openDatabase({ dataDir, databaseUrl: null, onLockLost: () => undefined, log: pino({ enabled: false }) });
  const audit = new Audit(opened.db, Date.now);
  const file = await open(path.join(dataDir, 'plain.log'), 'a');
  const line = `${JSON.stringify({ caller, action: 'move-ended', result: 'joined', details, digest: '0'.repeat(64) })}\n`;
  const appendLine = async () => {
    await file.appendFile(line);
    await file.datasync();
  };
  try {
    const row = await compare({
      name: 'an audited write, 32 in flight, against an append with fdatasync (ms)',
      goal: 3,
      rounds,
      runSubject: () => meanOf(() => audit.append({ caller, action: 'move-ended', result: 'joined', details })),
      runPeer: () => meanOf(appendLine),
    });
    return [row];
  } finally {
    await file.close();
    await opened.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds for one of many, with always so many under way. */
async function meanOf(write: () => Promise<void>): Promise<number> {
  const start = performance.now();
  let left = perRound;
  const writer = async () => {
    for (; left > 0; left -= 1) await write();
  };
  await Promise.all(Array.from({ length: inFlight }, writer));
  return (performance.now() - start) / perRound;
}
