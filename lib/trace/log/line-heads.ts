import type { WrittenTime } from '@/lib/trace/log/log-line';

/** What stands before the text of a line, and where that begins and ends. */
export interface LineHead {
  /** Where the head begins. */
  readonly from: number;
  /** Where the text begins. */
  readonly to: number;
  readonly host: string | null;
  readonly time: WrittenTime;
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const clock = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)(?:[.,](?<fraction>\\d{1,9}))?';
const date = '(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\\d|3[01])';
const levels = '(?:kern|user|mail|daemon|auth|syslog|authpriv|local[0-7])\\.(?:emerg|alert|crit|err|error|warning|warn|notice|info|debug)';
/** `host:server:  INFO : `, `client_backend: INFO : `: who of the bridge's programs logs, and how grave it is. */
export const programPattern = '(?:(?:host:server|client_backend|wb3_frontend|[\\w./-]+(?:\\[\\d+\\])?): *)?(?:(?:INFO|WARNING|WARN|ERROR|DEBUG)\\s*: *)?';

/**
 * The shapes of lines, wherever in a text one begins: lines run together when they are pasted.
 * Source: docs/cms-wire.md, section 8.1. The first is the event log of the web admin, the second a bridge's syslog with a year that only
 * collectors add, the third a bridge's syslog.
 */
const shapes = [
  `${date}[ T]+${clock}\\s+(?:Info|Warning|Error)\\s+`,
  `(?:<\\d{1,3}>(?:1 )?)?${date}T${clock}(?<zone>Z|[+-]\\d\\d:?\\d\\d)?\\s+(?:${levels}\\s+)?(?<host>[\\w.-]+)\\s+${programPattern}`,
  `(?:<\\d{1,3}>)?\\b(?<name>${months})\\s+(?<day>\\d{1,2})\\s+${clock}\\s+${levels}\\s+(?<host>[\\w.-]+)\\s+${programPattern}`,
].map((shape) => ({ anywhere: new RegExp(shape, 'g'), here: new RegExp(shape, 'y') }));

/** In every head there is a clock. */
const clockLike = /\d:[0-5]\d:[0-6]\d/g;

const monthNames = months.split('|');

/** The heads in a text, from left to right. */
export function headsIn(text: string): LineHead[] {
  const only = onlyHead(text);
  if (only) return [only];
  const heads = shapes.flatMap(({ anywhere }) => [...text.matchAll(anywhere)].flatMap((match) => headFrom(match) ?? []));
  heads.sort((a, b) => a.from - b.from);
  // Two shapes may find the same head.
  return heads.filter((head, at) => at === 0 || head.from >= (heads[at - 1]?.to ?? 0));
}

/** The head that a text begins with, if there is clearly no other in it, as in most lines. */
function onlyHead(text: string): LineHead | null {
  for (const { here } of shapes) {
    here.lastIndex = 0;
    const match = here.exec(text);
    if (!match) continue;
    clockLike.lastIndex = match[0].length;
    return clockLike.test(text) ? null : headFrom(match);
  }
  return null;
}

function headFrom({ 0: whole, index, groups = {} }: RegExpMatchArray): LineHead | null {
  const time = timeFrom(groups);
  return time && { from: index ?? 0, to: (index ?? 0) + whole.length, host: groups['host'] ?? null, time };
}

/** What has no year may be of the last day of February. */
const anyLeapYear = 1972;

function timeFrom(groups: Record<string, string | undefined>): WrittenTime | null {
  const part = (name: string) => Number(groups[name] ?? NaN);
  const hasYear = groups['year'] !== undefined;
  const year = hasYear ? part('year') : anyLeapYear;
  const month = groups['name'] === undefined ? part('month') - 1 : monthNames.indexOf(groups['name']);
  const fraction = groups['fraction'];
  const ms = Date.UTC(year, month, part('day'), part('hour'), part('minute'), part('second'), fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000));
  if (Number.isNaN(ms)) return null;
  return { ms, hasYear, offsetMinutes: offsetFrom(groups['zone']) };
}

function offsetFrom(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
