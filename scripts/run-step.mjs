import { spawn } from 'node:child_process';
import { root } from './project.mjs';

/** How long a step may take to end by itself after a signal, before it is killed. */
const graceMs = 3_000;

/**
 * Runs a program in the project's folder and resolves with its exit code (128 + n for a signal). It gets a process group of its
 * own: Ctrl-C, SIGTERM and a deadline end it with everything that it started, and then this program.
 * `timeoutMs` is optional; `env` is added to the environment.
 */
export function runStep(program, args, { env = {}, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached: true });
    let endedBy = null;
    let killer;
    const end = (signal) => {
      endedBy ??= signal;
      signalGroup(child.pid, signal === 'timeout' ? 'SIGTERM' : signal);
      killer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
    };
    const timer = timeoutMs && setTimeout(() => end('timeout'), timeoutMs);
    for (const signal of signals) process.on(signal, end);
    const settled = () => {
      clearTimeout(timer);
      clearTimeout(killer);
      for (const signal of signals) process.off(signal, end);
    };
    child.once('error', (error) => {
      settled();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      settled();
      signalGroup(child.pid, 'SIGKILL');
      if (endedBy === 'timeout') console.error(`${program} ${args.join(' ')} took longer than ${timeoutMs / 1000} s and was ended.`);
      else if (endedBy) process.exit(128 + signalNumbers[endedBy]);
      resolve(code ?? 128 + (signalNumbers[signal] ?? 0));
    });
  });
}

/** Like {@link runStep}, for a step without which nothing can go on: ends this program with the step's exit code. */
export async function runOrExit(program, args, options) {
  const code = await runStep(program, args, options);
  if (code !== 0) process.exit(code);
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** Signals a process group; nothing if it is gone. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
