import { setTimeout as pause } from 'node:timers/promises';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import { liveDiagnosisSchema } from '@/lib/trace/diagnosis-report';
import { meetingNamed, startStage, type Stage } from '../tests/support/stage';
import { bridgeLines, BridgeSenders } from './bridge-lines';
import { compare, type Row } from './harness';
import { cpuMicroseconds } from './process-figures';

/** As many lines as the journal keeps, and as few as come in anyway. */
const linesOf = { full: 200_000, nearlyEmpty: 1_000 };
/** What is said just before a move is looked at with it: lines of that time are not what is asked about. */
const restMs = 12_000;
const rounds = 15;
const perRound = 100;

/** CPU time of the built Usher for a `GET` of the trace of an item, with a journal that is full of lines about others, against one that is nearly empty. */
export async function bench(): Promise<Row[]> {
  const [full, nearlyEmpty] = [await movedAfter(linesOf.full), await movedAfter(linesOf.nearlyEmpty)];
  try {
    return [
      await compare({
        name: `a trace with ${linesOf.full} lines in the journal, against ${linesOf.nearlyEmpty} (µs CPU)`,
        goal: 1.2,
        rounds,
        runSubject: full.cpuPerTrace,
        runPeer: nearlyEmpty.cpuPerTrace,
      }),
    ];
  } finally {
    await Promise.all([full.stop(), nearlyEmpty.stop()]);
  }
}

/** An Usher that has taken in so many lines about others, and then moved somebody. */
async function movedAfter(lines: number) {
  const stage = await startStage();
  await takeIn(stage, lines);
  await pause(restMs);
  const guest = await stage.bringIn({ name: 'Guest', numericId: '1001', callBridge: 'cbcms1' });
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const { order } = await stage.move(guest.id, (await meetingNamed(stage, 'Space 2')).id);
  const address = `/moves/${order.id}/items/1/trace`;
  const known = liveDiagnosisSchema.parse((await stage.api(address)).body).steps.filter(({ source }) => source === 'log').length;
  if (known === 0) throw new Error('the log tells nothing of the move');
  return {
    stop: stage.stop,
    async cpuPerTrace() {
      const before = cpuMicroseconds(stage);
      for (let at = 0; at < perRound; at += 1) await stage.api(address);
      return (cpuMicroseconds(stage) - before) / perRound;
    },
  };
}

async function takeIn(stage: Stage, lines: number): Promise<void> {
  const state = async () => (await stage.api('/syslog')).body as SyslogState;
  const { listeners, lines: before } = await state();
  const senders = await BridgeSenders.to(listeners.find(({ transport }) => transport === 'tcp')?.port ?? 0);
  await senders.flatOut(bridgeLines(lines));
  while ((await state()).lines < before + lines) await pause(50);
  senders.close();
}
