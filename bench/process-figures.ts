import { readdirSync, readFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';

/** Microseconds of CPU that all threads of a process have taken so far. Linux only. */
export function cpuMicroseconds({ pid }: Pick<ChildProcess, 'pid'>): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1_000, 0);
}

/** Resident memory in megabytes. Linux only. */
export function residentMegabytes({ pid }: Pick<ChildProcess, 'pid'>): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
