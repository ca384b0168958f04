import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import { runUsher, type RunningUsher } from '../tests/support/run-usher';
import { bridgeLines, BridgeSenders } from './bridge-lines';
import { median, withinLimit, type Row } from './harness';
import { startRsyslog, type Rsyslog } from './rsyslog';

/** A second of the lines that have to be taken in. */
const perSecond = 20_000;
const seconds = 5;
const rounds = 7;
/** So often in a second the lines of a while are sent. */
const sendsPerSecond = 50;
const patienceMs = 60_000;

/**
 * Lines of three bridges over loopback TCP, by the built Usher: at a fixed rate, how many of them are not in its journal; as fast as they are
 * taken, how long 20,000 of them take until they are. In the same run, for information: a counter of lines, and rsyslogd where it is installed.
 */
export async function bench(): Promise<Row[]> {
  const usher = await usherThatTakes();
  const counter = await startCounter();
  const rsyslog = await startRsyslog();
  const [lost, late, usherMs, counterMs, rsyslogMs]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const fixed = await usher.fixed();
      const all = bridgeLines(perSecond * seconds);
      const times = [await usher.flatOut(all), await counter.flatOut(all), rsyslog && (await rsyslogFlatOut(rsyslog, all))] as const;
      // The first round warms up.
      if (round === 0) continue;
      lost.push(fixed.lost);
      late.push(fixed.lateMs);
      usherMs.push(times[0] / seconds);
      counterMs.push(times[1] / seconds);
      if (times[2]) rsyslogMs.push(times[2] / seconds);
    }
  } finally {
    await rsyslog?.close();
    counter.close();
    await usher.stop();
  }
  tell('a bare counter of lines', counterMs);
  if (rsyslog) tell('rsyslogd, which writes them to a file', rsyslogMs);
  else console.log('  for information: rsyslogd is not installed (apt-get install --no-install-recommends rsyslog)');
  const all = lost.reduce((sum, one) => sum + one, 0);
  return [
    { name: `lines lost of ${perSecond * seconds * rounds}, sent at ${perSecond}/s`, subject: all, against: 0, ratio: all, spread: 0, goal: 0, met: all === 0 },
    withinLimit(`how much later than the last was sent all are in the journal, at ${perSecond}/s (ms)`, late, 1_000),
    withinLimit(`${perSecond} lines as fast as they are taken, until they are in the journal, against a second (ms)`, usherMs, 1_000),
  ];
}

function tell(who: string, ms: readonly number[]): void {
  console.log(`  for information: ${perSecond} lines as fast as they are taken by ${who}: ${median(ms).toFixed(0)} ms, ${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}`);
}

async function usherThatTakes() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const usher = await runUsher({ dataDir, databaseUrl: null, remove: () => rmSync(dataDir, { recursive: true, force: true }) }, { scenario: 'empty' });
  await withoutOtherLines(usher);
  const { listeners } = await syslogOf(usher);
  const senders = await BridgeSenders.to(listeners.find(({ transport }) => transport === 'tcp')?.port ?? 0);
  return {
    async fixed() {
      const [few, times] = [bridgeLines(perSecond / sendsPerSecond), seconds * sendsPerSecond];
      const before = await noted(usher);
      const wanted = before + perSecond * seconds;
      await senders.every(1_000 / sendsPerSecond, times, few);
      const sentMs = performance.now();
      await until(async () => (await noted(usher)) >= wanted, 5_000);
      return { lateMs: performance.now() - sentMs, lost: wanted - (await noted(usher)) };
    },
    async flatOut(lines: readonly Buffer[]) {
      const wanted = (await syslogOf(usher)).lines + perSecond * seconds;
      const startMs = performance.now();
      await senders.flatOut(lines);
      await until(async () => (await syslogOf(usher)).lines >= wanted, patienceMs);
      return performance.now() - startMs;
    },
    async stop() {
      senders.close();
      await usher.stop();
    },
  };
}

/** Has the emulated bridges send their own lines to nobody, and waits until none is on its way any more. */
async function withoutOtherLines(usher: RunningUsher): Promise<void> {
  await fetch(`${usher.control}/syslog`, { method: 'PUT', body: JSON.stringify({ destination: null }) });
  let before = -1;
  await until(async () => {
    const { lines } = await syslogOf(usher);
    const isQuiet = lines === before;
    before = lines;
    return isQuiet;
  }, patienceMs);
}

async function syslogOf(usher: RunningUsher): Promise<SyslogState> {
  return (await usher.api('/syslog')).body as SyslogState;
}

/** How many lines have ever been put into the journal, those among them that had to make room since. */
async function noted(usher: RunningUsher): Promise<number> {
  const text = await (await fetch(`${usher.url}/metrics`, { headers: { authorization: `Bearer ${usher.token}` } })).text();
  const of = (what: string) => Number(new RegExp(`^usher_journal_${what}\\{source="syslog"\\} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return of('entries') + of('dropped');
}

async function startCounter() {
  const child = fork('bench/line-counter.ts', { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  const senders = await BridgeSenders.to(port);
  return {
    async flatOut(lines: readonly Buffer[]) {
      const wanted = (await countOf(child)) + perSecond * seconds;
      const startMs = performance.now();
      await senders.flatOut(lines);
      await until(async () => (await countOf(child)) >= wanted, patienceMs);
      return performance.now() - startMs;
    },
    close() {
      senders.close();
      child.disconnect();
    },
  };
}

async function countOf(child: ChildProcess): Promise<number> {
  child.send('how many');
  const [count] = (await once(child, 'message')) as [number];
  return count;
}

async function rsyslogFlatOut(rsyslog: Rsyslog, lines: readonly Buffer[]): Promise<number> {
  const senders = await BridgeSenders.to(rsyslog.port);
  const wanted = rsyslog.written() + lines.reduce((sum, { length }) => sum + length, 0);
  const startMs = performance.now();
  await senders.flatOut(lines);
  await until(() => rsyslog.written() >= wanted, patienceMs);
  const tookMs = performance.now() - startMs;
  senders.close();
  return tookMs;
}

/** Looks until it is so, or for so long. */
async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await isSo()) && performance.now() < endMs) await pause(10);
}
