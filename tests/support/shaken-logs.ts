import fc from 'fast-check';
import { Dice, seedOf } from './dice';
import type { NodeLogs } from './node-logs';

/** How finely chances are told apart. */
const sides = 1_000_000;

/** What can happen to logs on their way to whoever reads them. */
export interface Shake {
  /** Which lines are missing, in thousandths of all. */
  readonly lost: number;
  /** Which lines are there twice. */
  readonly doubled: number;
  /** How far lines stand from their place, at most. */
  readonly moved: number;
  /** How far each node's clock is off, in milliseconds, in the order of the nodes' names. */
  readonly clocks: readonly number[];
  /** In which time zone each node writes, in minutes ahead of UTC, in the order of the nodes' names. */
  readonly zones: readonly number[];
  /** How many lines about other things stand between. */
  readonly unrelated: number;
  /** Tells all chances apart. */
  readonly seed: number;
}

export const shakes: fc.Arbitrary<Shake> = fc.record({
  lost: fc.constantFrom(0, 0, 50, 200, 500),
  doubled: fc.constantFrom(0, 100, 300),
  moved: fc.constantFrom(0, 0, 2, 6),
  clocks: fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 8, maxLength: 8 }),
  zones: fc.oneof(fc.constant([0]), fc.array(fc.constantFrom(0, 60, 120, -300, -210, 330, 345, 765), { minLength: 8, maxLength: 8 })),
  unrelated: fc.constantFrom(0, 20, 200),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

/**
 * What a property over shakes is tried with. What is told of logs that somebody shook is likely, not certain: the tests hold on to the same shakes, and whoever
 * looks for more of them says so, as in `SHAKES=400 SHAKES_SEED=7`.
 */
export function shaking(count: number): { numRuns: number; seed: number } {
  return { numRuns: Number(process.env['SHAKES'] ?? count), seed: seedOf('SHAKES_SEED') };
}

/** Logs as they may arrive, in whatever order. */
export function shaken(logs: NodeLogs, shake: Shake): NodeLogs {
  const dice = new Dice(shake.seed);
  const next = () => dice.roll(sides) / sides;
  const nodes = Object.keys(logs).sort();
  const files = nodes.map((node, at) => {
    const clock = (shake.clocks[at % shake.clocks.length] ?? 0) + (shake.zones[at % shake.zones.length] ?? 0) * 60_000;
    const kept = (logs[node] ?? []).flatMap((line) => (next() * 1_000 < shake.lost ? [] : next() * 1_000 < shake.doubled ? [line, line] : [line]));
    const places = kept.map((line, place) => ({ line, place: place + next() * shake.moved }));
    const lines = places.sort((a, b) => a.place - b.place).map(({ line }) => later(line, clock));
    for (let more = 0; more < shake.unrelated; more += 1) lines.splice(Math.floor(next() * (lines.length + 1)), 0, unrelated(lines[0] ?? '', next));
    return { node, lines, place: next() };
  });
  return Object.fromEntries(files.sort((a, b) => a.place - b.place).map(({ node, lines }) => [node, lines]));
}

const timed = /^(\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d)\.(\d{3})/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A line of a clock that is ahead by so much, in milliseconds. */
export function later(line: string, ms: number): string {
  return line.replace(timed, (_, month: string, day: string, h: string, m: string, s: string, fraction: string) => {
    const at = new Date(Date.UTC(2_000, months.indexOf(month), Number(day), Number(h), Number(m), Number(s), Number(fraction)) + ms);
    return `${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 23)}`;
  });
}

/** A line about something else, at the time of the node's first. */
function unrelated(like: string, next: () => number): string {
  const head = /^.*?host:server:  INFO : /.exec(like)?.[0] ?? 'Jan  1 10:00:00.000 user.info other host:server:  INFO : ';
  const number = Math.floor(next() * 100_000);
  const texts = [
    `API trace ${number}: GET for "/api/v1/system/status" (from 192.0.2.50)`,
    `API trace ${number}: sending 200 response, size 400`,
    `call ${number}: SIP call ringing`,
    'media module status 1 (1/1) 1/1 (full media capacity)',
    `guest login request ${number}: credential storage scheduled (queue length: 1)`,
    `created guest account with user ID "guest${number}"`,
    `participant "guest${number}" left space 837fea8b-663a-4abd-93e9-33b4219b9854 (Space 1)`,
  ];
  return `${head}${texts[Math.floor(next() * texts.length)] ?? ''}`;
}
