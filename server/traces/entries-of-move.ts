import { guidFrom } from '@/lib/trace/log/guid';
import { sayingIn } from '@/lib/trace/log/say';
import type { Entry, Source } from '@/server/journal/entry';
import type { Journal } from '@/server/journal/journal';
import { bridgeKey, keyOf, movesKey } from '@/server/journal/keys';

/** A move, as it is looked for in the journal. */
export interface Sought {
  readonly participant: string;
  readonly newParticipant: string | null;
  /** When it began, and when its newcomer was made as far as that is known, in milliseconds since 1970. */
  readonly beganMs: number;
  readonly madeMs: number | null;
  /** Usher's ids of the bridges of its cluster. */
  readonly callBridges: readonly string[];
}

/** What is said of a move is heard within so long. In milliseconds. */
const beforeMs = 10_000;
const afterMs = 120_000;
/** A bridge makes the newcomer within so long, or gives up. */
const makingMs = 6_000;
/** Alarms are read every half minute: what comes up later is not of the move. */
const alarmMs = 40_000;
/** What one look into the journal brings at the most, so that a trace costs no more however much happens at once. */
const mostEntries = 2_000;
/** Of how many other moves at the same time more is looked up. */
const mostOthers = 100;

const bridgesOwn: readonly Source[] = ['events', 'cdr', 'syslog', 'request'];
/** What names nobody but by the numbers and names of one bridge. */
const aside = /^(?:guest\d|trace |call )/;

/**
 * All entries of the journal that may be of a move, or of others at the same time that could be taken for it, in the order in which they
 * were heard. They are found by keys, so that it does not matter how much else the journal holds.
 */
export function entriesOfMove(journal: Pick<Journal, 'about'>, sought: Sought): Entry[] {
  const { participant, newParticipant, beganMs, callBridges } = sought;
  const found = new Map<number, Entry>();
  const look = (keys: Iterable<string>, wanted: readonly Source[], sinceMs: number, untilMs: number): Entry[] => {
    const entries = journal.about([...new Set(keys)], { sources: wanted, order: 'oldest-first', limit: mostEntries, after: null, sinceMs, untilMs });
    for (const entry of entries) found.set(entry.number, entry);
    return entries;
  };
  const [sinceMs, untilMs] = [beganMs - beforeMs, beganMs + afterMs];
  const madeUntilMs = (sought.madeMs ?? beganMs + makingMs) + 2_000;

  const direct = look([participant, ...(newParticipant === null ? [] : [newParticipant])].map(keyOf), bridgesOwn, sinceMs, untilMs);
  const begun = look([movesKey], ['syslog'], sinceMs, untilMs);
  // A GUID in a request's trace may be broken over two lines: the request is found by the call that it names.
  const calls = callsIn([...direct, ...begun]).slice(0, mostOthers);
  const making = look(calls.map(keyOf), ['syslog'], beganMs - 2_000, madeUntilMs);
  // Of whom began before it is to be known that they were answered: else the bridge would seem to be still at them.
  const madeBefore = look(calls.map(keyOf), ['syslog'], sinceMs, beganMs - 2_000);
  const others = begun.flatMap(({ about }) => about.find((key) => guidFrom(key) !== null) ?? []).slice(0, mostOthers);
  const ofOthers = look(others, ['syslog'], sinceMs, untilMs);
  const made = [...direct, ...making, ...madeBefore, ...ofOthers];
  look(made.flatMap(({ about }) => about.filter((key) => aside.test(key))), ['syslog'], sinceMs, untilMs);
  look([...callBridges.map(bridgeKey), ...conferencesIn(making).map(keyOf)], ['syslog'], beganMs - 2_000, madeUntilMs);
  for (const callBridge of callBridges) {
    look([bridgeKey(callBridge)], ['events'], beganMs, beganMs + alarmMs);
    const [before] = journal.about([bridgeKey(callBridge)], { sources: ['events'], order: 'newest-first', limit: 1, after: null, untilMs: beganMs });
    if (before) found.set(before.number, before);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

const callAsked = /\/calls\/([0-9a-f-]{36})\/participants /i;
const callOfMove = /move participant operation: .* to call ([0-9a-f-]{36})/i;

/** The calls that Usher, or a bridge, was to move somebody to. */
function callsIn(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ source, said }) => (typeof said === 'string' ? ((source === 'request' ? callAsked : callOfMove).exec(said)?.[1] ?? []) : []));
}

/** The ids by which a bridge speaks of a call when it chooses where the newcomer goes. */
function conferencesIn(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ said }) => {
    const at = typeof said === 'string' ? said.indexOf('API call leg ') : -1;
    const made = typeof said === 'string' && at >= 0 ? sayingIn(said.slice(at)) : null;
    return made?.says === 'leg-made' ? [made.conference] : [];
  });
}
