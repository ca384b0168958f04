import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';

/** Somebody on the way, or just arrived, or just not. */
export interface Traffic {
  readonly key: string;
  readonly order: string;
  readonly item: Item;
  /** Whether Usher sent it: others move people too. */
  readonly byUsher: boolean;
  /** When this page saw the end, in milliseconds by its own clock; null while on the way. */
  readonly endedAt: number | null;
}

export type TrafficState = ReadonlyMap<string, Traffic>;

/** How long an arrival stays marked, and a failure in red, in milliseconds. */
export const arrivalShownMs = 12_000;
export const failureShownMs = 120_000;

/**
 * Takes in orders as they are now. Those that were over before this page first saw them are history, not traffic, unless
 * they are in `own`. A later move of the same person takes the place of the earlier one's mark.
 */
export function seeOrders(state: TrafficState, orders: readonly Order[], own: ReadonlySet<string>, now: number): TrafficState {
  const next = new Map(state);
  const earlier = endedByPerson(state);
  let changed = false;
  for (const order of [...orders].reverse()) {
    for (const item of order.items) {
      const key = `${order.id}/${item.id}`;
      const known = next.get(key);
      const ended = isEnd(item.state);
      if (known ? isSame(known.item, item) : ended && !own.has(order.id)) continue;
      if (!known) for (const gone of earlier.get(item.participant) ?? []) next.delete(gone);
      next.set(key, { key, order: order.id, item, byUsher: !order.observed, endedAt: ended ? (known?.endedAt ?? now) : null });
      changed = true;
    }
  }
  return changed ? next : state;
}

/** Takes away what has been shown for long enough. @param held keys of what stays for as long as somebody is at it */
export function expireTraffic(state: TrafficState, now: number, held: ReadonlySet<string> = nothing): TrafficState {
  const next = new Map([...state].filter(([key, { endedAt, item }]) => endedAt === null || held.has(key) || now < endedAt + shownFor(item)));
  return next.size === state.size ? state : next;
}

/** Takes away one mark, because somebody has read it. */
export function dismissTraffic(state: TrafficState, key: string): TrafficState {
  if (!state.has(key)) return state;
  const next = new Map(state);
  next.delete(key);
  return next;
}

/** When the next mark is due to go, in milliseconds by this page's clock; null for never. */
export function nextExpiry(state: TrafficState, held: ReadonlySet<string> = nothing): number | null {
  const dues = [...state.values()].flatMap(({ key, endedAt, item }) => (endedAt === null || held.has(key) ? [] : [endedAt + shownFor(item)]));
  return dues.length > 0 ? Math.min(...dues) : null;
}

/** Of the way from queued to proven, how much is done, from 0 to 1. `left` and `joined` count alike, in any order. */
export function progressOf({ state, times }: Item): number {
  if (state === 'joined') return 1;
  if (state === 'queued') return 0.1;
  if (state === 'sending') return 0.3;
  return 0.5 + (times.left ? 0.2 : 0) + (times.joined ? 0.2 : 0);
}

const nothing: ReadonlySet<string> = new Set();

function shownFor(item: Item): number {
  return item.state === 'joined' || item.state === 'cancelled' ? arrivalShownMs : failureShownMs;
}

/** The keys of marks of moves that are over, by whoever was moved, who has either id of that move. */
function endedByPerson(state: TrafficState): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { key, item, endedAt } of state.values()) {
    if (endedAt === null) continue;
    for (const id of [item.participant, item.newParticipant]) if (id !== null) keys.set(id, [...(keys.get(id) ?? []), key]);
  }
  return keys;
}

/** Whether nothing is new about an item: each change of one brings another state, time, id, target or error. */
function isSame(a: Item, b: Item): boolean {
  return a === b || (a.state === b.state && a.newParticipant === b.newParticipant && a.to.meeting === b.to.meeting && a.error?.code === b.error?.code && sameTimes(a, b));
}

function sameTimes({ times: a }: Item, { times: b }: Item): boolean {
  return a.sending === b.sending && a.accepted === b.accepted && a.left === b.left && a.joined === b.joined && a.mediaSeen === b.mediaSeen && a.ended === b.ended;
}
