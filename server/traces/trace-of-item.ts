import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { byOneClock } from '@/lib/trace/clock/one-clock';
import { reported, type LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import { nothingExpected } from '@/lib/trace/expected';
import { findingOf } from '@/lib/trace/finding';
import type { Heard } from '@/lib/trace/heard';
import { HeardBook } from '@/lib/trace/heard-book';
import { liveCase, liveFactsOf, type LiveMove } from '@/lib/trace/live-move';
import { factsOf } from '@/lib/trace/move-facts';
import { stepsOf } from '@/lib/trace/steps';
import { ofThisAttempt } from '@/lib/trace/this-attempt';
import type { Inventory } from '@/server/inventory/inventory';
import type { Entry } from '@/server/journal/entry';
import type { Journal } from '@/server/journal/journal';
import type { Route } from '@/server/moves/order-store';
import { entriesOfMove } from '@/server/traces/entries-of-move';
import { heardInEntry, leastClockDifferenceMs } from '@/server/traces/heard-in-entry';
import { symptomOfItem } from '@/server/traces/symptom-of-item';
import { untracedBridge } from '@/server/traces/untraced-bridge';

export interface TraceParts {
  readonly journal: Pick<Journal, 'about'>;
  readonly inventory: Pick<Inventory, 'picture'>;
}

/** An item of an order, or a move that was only seen. */
export interface TracedItem {
  readonly order: Pick<Order, 'observed'>;
  readonly item: Item;
  readonly route: Route;
}

/** A feed looks at alarms every half minute. In milliseconds. */
const alarmsReadWithinMs = 35_000;

/** What is known of an item's eleven steps from all feeds, and why it went as it did. @param nowMs milliseconds since 1970 */
export function traceOfItem({ journal, inventory }: TraceParts, { order, item, route }: TracedItem, nowMs: number): LiveDiagnosis {
  const { sending, accepted, queued, ended } = item.times;
  const isSent = sending !== null || order.observed !== undefined;
  const beganMs = Date.parse(sending ?? accepted ?? queued);
  const callBridges = [...inventory.picture.callBridges.values()].filter(({ cluster }) => cluster.id === route.targetCluster);
  const live: LiveMove = {
    ...{ participant: item.participant, newParticipant: item.newParticipant, name: item.name, beganMs },
    ...{ fromName: item.from?.name ?? null, toName: item.to.name, toMeeting: item.to.meeting },
    symptom: symptomOfItem(item, route, { nowMs, isWatched: order.observed === undefined }),
    areAlarmsRead: nowMs - beganMs > alarmsReadWithinMs && callBridges.every(({ state, since }) => state === 'connected' && Date.parse(since) < beganMs),
  };
  const madeMs = Date.parse(accepted ?? ended ?? '');
  const sought = { ...live, madeMs: Number.isNaN(madeMs) ? null : madeMs, callBridges: callBridges.map(({ id }) => id) };
  const entries = isSent ? entriesOfMove(journal, sought) : [];
  const nameOf = (callBridge: string) => inventory.picture.callBridges.get(callBridge)?.name ?? callBridge;
  const byUshersClock = byOneClock(entries.flatMap((entry) => heardInEntry(entry, nameOf)));
  const book = new HeardBook(ofThisAttempt(byUshersClock.heard, { ...live, isOwn: order.observed === undefined }));
  const move = liveCase(live, book);
  const finding = findingOf(factsOf(move, book, nothingExpected, liveFactsOf(live, move, book)));
  const assumed = isSent ? [...clockWords(entries, nameOf), ...byUshersClock.words, ...silentWords(callBridges), ...webBridgeWords(move.heard, callBridges)] : [];
  return {
    ...reported({ move, steps: stepsOf(move), finding }),
    ...{ name: item.name, from: { name: live.fromName }, to: { call: move.call, name: live.toName }, assumed },
    callBridges: callBridges.map(({ name, version, origin }) => ({ name, version, origin })),
    untraced: untracedBridge(move, finding, callBridges),
  };
}

/** Of which bridges the times were put right, and by how much. */
function clockWords(entries: readonly Entry[], nameOf: (callBridge: string) => string): string[] {
  const aheadMs = new Map(entries.flatMap(({ callBridge, toldAtMs, clockDifferenceMs }) => (callBridge === null || toldAtMs === null || clockDifferenceMs === null ? [] : [[callBridge, clockDifferenceMs]])));
  return [...aheadMs].flatMap(([callBridge, ms]) =>
    Math.abs(ms) < leastClockDifferenceMs ? [] : [`The clock of ${nameOf(callBridge)} is ${(Math.abs(ms) / 1_000).toFixed(1)} s ${ms > 0 ? 'ahead of' : 'behind'} Usher's. Its times are shown by Usher's.`],
  );
}

function silentWords(callBridges: readonly CallBridge[]): string[] {
  const silent = callBridges.filter(({ feeds }) => feeds.syslog !== 'active').map(({ name }) => name);
  return silent.length === 0 ? [] : [`No log came in from ${silent.join(', ')}.`];
}

/** Nobody asks a web bridge for its time: its clock is only known by what it says of moves, and only where that goes with no other order of things. */
function webBridgeWords(heard: readonly Heard[], callBridges: readonly CallBridge[]): string[] {
  const own = heard.filter(({ source, place, leadMs }) => source === 'log' && leadMs === undefined && callBridges.every(({ name }) => name !== place));
  const places = new Set(own.map(({ place }) => place));
  return places.size === 0 ? [] : [`Nobody asks ${[...places].join(', ')} for the time, and nothing shows for sure that the clock there is wrong: these times are its own.`];
}
