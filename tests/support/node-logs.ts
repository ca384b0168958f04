import type { Emulator } from '@/server/emulator/emulator';
import { askControl } from './emulated-bridge';

/** Of each node of an emulator, the lines that it logged, as a syslog server writes them down. */
export type NodeLogs = Readonly<Record<string, readonly string[]>>;

export interface Line {
  readonly number: number;
  readonly at: string;
  readonly facility: string;
  readonly severity: string;
  readonly text: string;
}

/** What all nodes have logged. @param before what was taken earlier: only what came after it is given */
export async function logOf(emulator: Emulator, before: NodeLogs = {}): Promise<NodeLogs> {
  const nodes = emulator.nodes.filter(({ name }) => name !== 'control');
  const logs = await Promise.all(
    nodes.map(async ({ name }) => {
      const { body } = await askControl(emulator, 'GET', `/log?node=${name}&after=0`);
      const lines = ((body['lines'] ?? []) as Line[]).map((line) => written(name, line));
      return [name, lines.slice(before[name]?.length ?? 0)] as const;
    }),
  );
  return Object.fromEntries(logs);
}

/** Source: docs/cms-wire.md, section 8.1, with milliseconds. Those of a web bridge's programs name the program themselves. */
export function written(node: string, { at, facility, severity, text }: Line): string {
  const time = new Date(at);
  const month = time.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' }).slice(0, 3);
  const program = /^(?:client_backend|wb3_frontend):/.test(text) ? '' : 'host:server:  INFO : ';
  return `${month} ${String(time.getUTCDate()).padStart(2)} ${at.slice(11, 23)} ${facility}.${severity} ${node} ${program}${text}`;
}
