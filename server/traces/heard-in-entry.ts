import { alarmsIn, feedSayingsIn, ownRequestIn } from '@/lib/trace/feed-say';
import type { Heard, Source } from '@/lib/trace/heard';
import { guidFrom } from '@/lib/trace/log/guid';
import { programPattern } from '@/lib/trace/log/line-heads';
import { plain } from '@/lib/trace/plain-text';
import { sayingIn } from '@/lib/trace/log/say';
import type { Saying } from '@/lib/trace/log/saying';
import type { Entry } from '@/server/journal/entry';

/** A bridge's clock is known to about half a second: what is less than this may be none at all. In milliseconds. */
export const leastClockDifferenceMs = 1_000;

/** What an entry of the journal says of a move, none or several things. @param nameOf the name of a bridge, by Usher's id of it */
export function heardInEntry(entry: Entry, nameOf: (callBridge: string) => string): Heard[] {
  const { source, callBridge } = entry;
  if (typeof entry.said !== 'string') return [];
  const said = plain(entry.said);
  switch (source) {
    case 'syslog':
      return heardInLine(entry, said, callBridge === null ? null : nameOf(callBridge));
    case 'request':
      return heardInRequest(entry, said, callBridge === null ? 'Usher' : nameOf(callBridge));
    case 'events':
    case 'cdr': {
      const place = callBridge === null ? 'Usher' : nameOf(callBridge);
      const participant = guidFrom(entry.about[0] ?? '');
      const alarms = source === 'events' ? alarmsIn(said) : null;
      const sayings = alarms ? [alarms] : participant === null ? [] : feedSayingsIn(said, participant);
      return sayings.map((one) => heard(entry, { said: one, source: source === 'cdr' ? 'cdr' : 'event', place, text: said }));
    }
    case 'usher':
      return [];
  }
}

const program = new RegExp(`^${programPattern}`);

/** @param bridge whose line it is; null where it is no bridge's: then its host stands before it */
function heardInLine(entry: Entry, line: string, bridge: string | null): Heard[] {
  const place = bridge ?? line.slice(0, Math.max(line.indexOf(' '), 0));
  const text = (bridge === null ? line.slice(place.length + 1) : line).replace(program, '');
  const said = sayingIn(text);
  return said ? [heard(entry, { said, source: 'log', place, text })] : [];
}

function heardInRequest(entry: Entry, text: string, place: string): Heard[] {
  const request = ownRequestIn(text);
  if (!request) return [];
  const of = (said: Saying) => heard(entry, { said, source: 'request', place, text });
  return [{ ...of(request.asked), atMs: entry.heardAtMs - request.tookMs }, ...request.answered.map(of)];
}

function heard(entry: Entry, { said, source, place, text }: { said: Saying; source: Source; place: string; text: string }): Heard {
  return { said, source, atMs: atMsOf(entry), place, file: place, line: entry.number, text };
}

/** When something was said, by Usher's clock. */
function atMsOf({ source, toldAtMs, heardAtMs, clockDifferenceMs }: Entry): number {
  if (toldAtMs === null) return heardAtMs;
  const aheadMs = Math.abs(clockDifferenceMs ?? 0) < leastClockDifferenceMs ? 0 : (clockDifferenceMs ?? 0);
  const atMs = toldAtMs - aheadMs;
  // Records tell whole seconds: within that one, the sooner it was heard the sooner it was.
  return source === 'cdr' ? Math.max(atMs, Math.min(heardAtMs, atMs + 999)) : atMs;
}
