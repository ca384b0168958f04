import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../tests/support/free-port';

/** Debian's rsyslogd, which writes what comes in over TCP to a file. */
export interface Rsyslog {
  readonly port: number;
  /** How many bytes of lines are in the file. */
  written(): number;
  close(): Promise<void>;
}

/** Null where rsyslogd is not installed. */
export async function startRsyslog(): Promise<Rsyslog | null> {
  if (spawnSync('rsyslogd', ['-v']).error) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-rsyslog-'));
  const port = await freePort();
  const [config, file] = [path.join(folder, 'rsyslog.conf'), path.join(folder, 'lines')];
  const rules = [
    `global(workDirectory="${folder}" maxMessageSize="16k")`,
    'module(load="imtcp")',
    'template(name="raw" type="string" string="%rawmsg%\\n")',
    `ruleset(name="lines") { action(type="omfile" file="${file}" template="raw") }`,
    `input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="lines")`,
  ];
  writeFileSync(config, `${rules.join('\n')}\n`);
  writeFileSync(file, '');
  const daemon = spawn('rsyslogd', ['-n', '-f', config, '-i', path.join(folder, 'pid')], { stdio: 'ignore' });
  const ended = once(daemon, 'exit');
  return {
    port,
    written: () => statSync(file).size,
    async close() {
      daemon.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
