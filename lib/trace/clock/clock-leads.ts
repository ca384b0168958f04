import { ClockBounds, type Bound, type Bounds } from '@/lib/trace/clock/clock-bounds';
import { clockPairs, type ClockPair } from '@/lib/trace/clock/clock-pairs';
import type { Heard } from '@/lib/trace/heard';

/** By how much clocks are ahead of one of them. */
export interface ClockLeads {
  readonly reference: string | null;
  /** In milliseconds; of a clock that is not named nothing is sure. */
  readonly leadMs: ReadonlyMap<string, number>;
  /** Whether what was said contradicts itself, so that no clock can be told from another. */
  readonly isContradictory: boolean;
}

const nothingSure: ClockLeads = { reference: null, leadMs: new Map(), isContradictory: false };

/** Less than this is no difference: log lines are written when there is time for it. In milliseconds. */
const toleranceMs = 250;
/** More clocks than in any cluster are not compared. */
const mostClocks = 60;

/** Whose clock something was said by. Records tell whole seconds. */
export function clockOf({ source, place }: Heard): string | null {
  if (source === 'cdr') return null;
  return source === 'request' || source === 'event' ? 'Usher' : place;
}

/**
 * By how much clocks differ, as far as that is certain: by what one says that can only come before or after what another says.
 * @param known what is known of clocks besides
 */
export function clockLeads(heard: readonly Heard[], known: readonly Bound[] = []): ClockLeads {
  const pairs = clockPairs(heard, clockOf);
  const orders = [...boundsOf(pairs, false), ...known];
  const bounds = [...boundsOf(pairs, true), ...known];
  const all = new ClockBounds(bounds);
  if (all.names.length < 2 || all.names.length > mostClocks) return nothingSure;
  const [hard, tight] = [new ClockBounds(orders), all.isPossible ? bounds : orders];
  if (!hard.isPossible) return { ...nothingSure, isContradictory: true };
  const reference = referenceOf(heard, pairs, all.names);
  return { reference, leadMs: surely(hard, tight, reference), isContradictory: false };
}

/** The order of two things bounds the one side, how long it can have been between them the other. */
function boundsOf(pairs: readonly ClockPair[], isNear: boolean): Bound[] {
  const found = new Map<string, Bound>();
  for (const { first, then, withinMs } of pairs) {
    const [of, over] = [clockOf(then), clockOf(first)];
    if (of === null || over === null) continue;
    const high = then.atMs - first.atMs;
    const low = isNear ? high - withinMs : -Infinity;
    const before = found.get(`${of}\n${over}`) ?? { low: -Infinity, high: Infinity };
    found.set(`${of}\n${over}`, { of, over, low: Math.max(low, before.low), high: Math.min(high, before.high) });
  }
  return [...found.values()];
}

/** Usher's own clock where it takes part, else that of the bridge that was asked for most moves, else one that says most. */
function referenceOf(heard: readonly Heard[], pairs: readonly ClockPair[], names: readonly string[]): string {
  if (names.includes('Usher')) return 'Usher';
  const weights = new Map<string, number>();
  const add = (one: Heard, weight: number) => weights.set(one.place, (weights.get(one.place) ?? 0) + weight);
  for (const one of heard) if (one.said.says === 'move') add(one, 1_000_000);
  for (const { first, then } of pairs) for (const one of [first, then]) if (one.source === 'log') add(one, 1);
  return [...names].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || (a < b ? -1 : 1))[0] ?? '';
}

/** Takes the clocks one after the other, those first of which most is known: what one shows bounds the next. */
function surely(hard: ClockBounds, tight: readonly Bound[], reference: string): Map<string, number> {
  const leadMs = new Map<string, number>();
  const open = new Set(hard.names.filter((name) => name !== reference));
  let bounds = [...tight];
  while (open.size > 0) {
    const now = new ClockBounds(bounds);
    const width = (name: string) => widthOf(now.lead(name, reference));
    const [next = ''] = [...open].sort((a, b) => width(a) - width(b) || (a < b ? -1 : 1));
    open.delete(next);
    const lead = now.lead(next, reference);
    if (!Number.isFinite(lead.low) && !Number.isFinite(lead.high)) continue;
    const ms = isSure(lead) ? estimateOf(lead, hard.lead(next, reference)) : Math.min(lead.high, Math.max(lead.low, 0));
    bounds = [...bounds, { of: next, over: reference, low: ms, high: ms }];
    if (isSure(lead)) leadMs.set(next, ms);
  }
  return leadMs;
}

function widthOf({ low, high }: Bounds): number {
  return high - low;
}

function isSure({ low, high }: Bounds): boolean {
  return low > toleranceMs || high < -toleranceMs;
}

/** In the middle where orders bound both sides; where they bound one, there: what follows, mostly follows at once. */
function estimateOf({ low, high }: Bounds, hard: Bounds): number {
  const isBoth = Number.isFinite(hard.low) && Number.isFinite(hard.high);
  const near = isBoth ? (hard.low + hard.high) / 2 : Number.isFinite(hard.high) ? hard.high : Number.isFinite(hard.low) ? hard.low : (low + high) / 2;
  return Math.round(Math.min(high, Math.max(low, near)));
}
