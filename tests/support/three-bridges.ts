import { readFileSync } from 'node:fs';
import { madeHar } from './made-har';

/** How one node writes its log down. */
export interface Hand {
  /** Minutes ahead of UTC. */
  readonly zone: number;
  /** By how much its clock is wrong, in milliseconds. */
  readonly lead: number;
  /** `syslog` tells neither year nor zone, `event-log` no zone and no host. */
  readonly form: 'syslog' | 'event-log' | 'zoned';
}

export const plainHand: Hand = { zone: 0, lead: 0, form: 'syslog' };

interface Line {
  readonly node: string;
  readonly atMs: number;
  readonly program: string;
  readonly text: string;
}

const shape = /^Nov 26 (\d\d):(\d\d):(\d\d)\.(\d{3}) \S+ (\S+) (host:server:  INFO : |client_backend: INFO : )(.*)$/;
const day = Date.UTC(2026, 10, 26);

/** One move over three bridges and a web bridge, as their logs have it, in the order of time. */
export const threeBridges: readonly Line[] = readFileSync('lib/trace/examples/three-bridges.log', 'utf8').trim().split('\n').map((line) => {
  const [, h = '', m = '', s = '', ms = '', node = '', program = '', text = ''] = shape.exec(line) ?? [];
  return { node, atMs: day + Date.UTC(1970, 0, 1, Number(h), Number(m), Number(s), Number(ms)), program, text };
});

export const nodes = [...new Set(threeBridges.map(({ node }) => node))].sort();

/** The same move of somebody else, so much later. @param number tells people apart, 0 to 9 */
export function anotherMove(number: number, laterMs: number): Line[] {
  const others = (text: string) => text.replace(/\b(a6c349ef|f204f938)/g, (id) => `${number}${id.slice(1)}`).replace(/\b(guest)\d(\d+)/g, `$1${number}$2`).replace(/API trace 1:/, `API trace 10${number}:`).replace(/\bcall 1:/, `call 10${number}:`).replace(/"Guest"|'Guest'|Participant Guest/, (name) => name.replace('Guest', `Guest ${number}`)).replace(/login request 2/, `login request 10${number}`);
  return threeBridges.map((line) => ({ ...line, atMs: line.atMs + laterMs, text: others(line.text) }));
}

/** The log of one node as its hand writes it. */
export function written(lines: readonly Line[], node: string, { zone, lead, form }: Hand): string {
  const own = lines.filter((line) => line.node === node);
  return own.map((line) => `${head(line, line.atMs + lead + zone * 60_000, zone, form)}${line.text}\n`).join('');
}

function head({ node, program }: Line, wallMs: number, zone: number, form: Hand['form']): string {
  const [date = '', time = ''] = new Date(wallMs).toISOString().replace('Z', '').split('T');
  if (form === 'event-log') return `${date}  ${time}  Info     `;
  if (form === 'zoned') return `${date}T${time}${zoneWords(zone)} user.info ${node} ${program}`;
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(date.slice(5, 7)) - 1];
  return `${month} ${String(Number(date.slice(8))).padStart(2)} ${time} user.info ${node} ${program}`;
}

function zoneWords(minutes: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** What the browser recorded of the move in {@link threeBridges}. */
export function browserRecord(leadMs = 0): string {
  const told = threeBridges.find(({ text }) => text.includes('move message sent'))?.atMs ?? 0;
  const [participant, newParticipant] = ['a6c349ef-a284-4148-92df-ca69d22f81c2', 'f204f938-e231-4993-983b-44582e57b83f'];
  return madeHar({ toldMs: told + 3 + leadMs, overMs: 33, participant, newParticipant, account: 'guest3417044683', newAccount: 'guest1226790144', numericId: '1002' });
}
