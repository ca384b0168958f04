import type { AuditRecord, Verification } from '@/lib/audit/audit-record';
import type { Item } from '@/lib/move/item';
import { isFinal } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { asFarAsTold, personOf, successorsOf, takesPart, type EmulatorHistory, type Life, type MoveAsked, type Stay } from './emulator-history';

/** What Usher has on record once all is quiet. */
export interface UshersRecord {
  readonly orders: readonly Order[];
  /** Oldest first. */
  readonly audit: readonly AuditRecord[];
  readonly verification: Verification;
  /** What each idempotency key was answered with, in the order of the answers. */
  readonly acknowledged: ReadonlyMap<string, readonly string[]>;
  /** Of whom an event said who they were before a move, where events can be lost; of everybody unless said. */
  readonly told?: ReadonlySet<string>;
}

/** What a program that moves people itself, past Usher, calls itself. */
export const foreignAgent = 'a foreign script';

const expiryMs = 60_000;
/** Between putting on record that an item is sent, and the request at the bridge: its own time-out of five seconds ends what comes later. */
const longestUnderWayMs = 6_000;

/** Each way in which Usher's record and the emulator's history break a promise, in words. None if all hold. */
export function brokenPromises(history: EmulatorHistory, record: UshersRecord): string[] {
  const sent = record.orders.flatMap((order) => order.items.filter(wasSent).map((item) => ({ order, item })));
  const told = record.told ? asFarAsTold(history, record.told) : history;
  const deeds = history.moves.filter(({ agent }) => agent !== foreignAgent);
  return [
    ...inOneMeeting(history),
    ...atMostOneDeed(sent, deeds),
    ...oneOrderPerKey(record),
    ...endsAreTrue(history, told, record.orders, deeds),
    ...inTurn(told, sent),
    ...nothingLate(record.orders, deeds),
    ...recordedOnce(record),
    ...microphonesStay(history, deeds),
  ];
}

/** An item that is refused at the last moment is on record as being sent, and nothing was. */
function wasSent({ times, state }: Item): boolean {
  return times.sending !== null && !['refused', 'expired', 'cancelled'].includes(state);
}

type Sent = { order: Order; item: Item };

function inOneMeeting(history: EmulatorHistory): string[] {
  const stays = [...history.lives.values()].flatMap(({ stays: all }) => all).sort((one, other) => one.number - other.number);
  const places = new Map<string, Map<string, Stay>>();
  return stays.flatMap((stay) => {
    const person = personOf(history, stay.participant);
    const there = places.get(person) ?? new Map<string, Stay>();
    places.set(person, there);
    if (takesPart(stay)) there.set(stay.participant, stay);
    else there.delete(stay.participant);
    return takesPart(stay) && there.size > 1 ? [`${stay.name} is in ${there.size} meetings at once (${[...there.keys()].join(', ')}, deed ${stay.number})`] : [];
  });
}

/** A bridge is asked at most as often to move somebody as there are items that say so. */
function atMostOneDeed(sent: readonly Sent[], deeds: readonly MoveAsked[]): string[] {
  const items = grouped(sent, ({ item }) => item.participant);
  return [...grouped(deeds, ({ participant }) => participant)].flatMap(([participant, { length: asked }]) => {
    const said = items.get(participant)?.length ?? 0;
    return asked > said ? [`${participant} was to be moved ${asked} times for ${said} items`] : [];
  });
}

function oneOrderPerKey({ orders, acknowledged }: UshersRecord): string[] {
  const ids = new Set(orders.map(({ id }) => id));
  return [...acknowledged].flatMap(([key, answers]) => [
    ...(new Set(answers).size > 1 ? [`the key ${key} was answered with the orders ${answers.join(', ')}`] : []),
    ...answers.filter((id) => !ids.has(id)).map((id) => `the order ${id} was acknowledged, and is not on record`),
    ...(orders.filter(({ reason }) => reason === key).length > 1 ? [`the key ${key} has several orders on record`] : []),
  ]);
}

function endsAreTrue(history: EmulatorHistory, told: EmulatorHistory, orders: readonly Order[], deeds: readonly MoveAsked[]): string[] {
  return orders.flatMap((order) =>
    order.items.flatMap((item) => {
      const why = isFinal(item.state) ? untrue(history, told, item, deeds) : `has come to no end`;
      const state = order.state === 'settled' || !isFinal(item.state) ? null : `is ${item.state} in an order that is ${order.state}`;
      return [why, state].flatMap((text) => (text === null ? [] : [`item ${item.id} of ${order.id} (${item.name}, ${item.participant}, ${item.state}) ${text}`]));
    }),
  );
}

/** What the bridges say against an item's end; null if nothing. */
function untrue(history: EmulatorHistory, told: EmulatorHistory, item: Item, deeds: readonly MoveAsked[]): string | null {
  const old = history.lives.get(item.participant);
  const [newcomers = [], knownOnes = []] = [history, told].map((what) => successorsOf(what, item.participant).slice(old ? 1 : 0));
  const arrivedIn = (meeting: string | undefined) => newcomers.some((life) => life.meeting === meeting && tookPartBy(life, item.times.ended));
  switch (item.state) {
    case 'joined':
      if (!arrivedIn(item.to.meeting)) return 'never took part in the target';
      return old && !old.hasLeft ? 'is still in the source' : null;
    case 'dropped':
      return knownOnes.some((life) => stillTakesPartAt(life, item.times.ended)) ? 'takes part in a meeting' : old && !old.hasLeft ? 'is still in the source' : null;
    case 'nothing-happened':
      return newcomers.some((life) => tookPartBy(life, item.times.ended) && (life.id === item.newParticipant || wasMadeFor(life, item, deeds))) ? 'was moved' : null;
    case 'wrong-meeting':
      return arrivedIn(item.foundIn?.meeting) ? null : 'was never there where it is said to be';
    case 'in-lobby':
      return newcomers.some(({ stays }) => stays.some(({ inLobby }) => inLobby)) ? null : 'was in no lobby';
    case 'in-both':
      return 'is said to be in two meetings';
    default:
      return null;
  }
}

/** Whether somebody was made by what Usher asked a bridge for while the item was under way, whatever Usher knows of them. */
function wasMadeFor({ id }: Life, { participant, times }: Item, deeds: readonly MoveAsked[]): boolean {
  return deeds.some(({ participant: moved, created, askedAt }) => moved === participant && created === id && askedAt >= (times.sending ?? '9') && askedAt <= (times.ended ?? '9'));
}

function tookPartBy({ stays }: Life, end: string | null): boolean {
  return stays.some((stay) => takesPart(stay) && (end === null || stay.at <= end));
}

function stillTakesPartAt({ stays }: Life, end: string | null): boolean {
  const last = stays.filter(({ at }) => end === null || at <= end).at(-1);
  return last !== undefined && takesPart(last);
}

/** Of one person, whatever id they have by then, no item is sent before the one before has come to its end. */
function inTurn(history: EmulatorHistory, sent: readonly Sent[]): string[] {
  const byPerson = grouped(sent, ({ item }) => personOf(history, item.participant));
  return [...byPerson.values()].flatMap((items) => {
    const sorted = [...items].sort((one, other) => sentAt(one).localeCompare(sentAt(other)));
    return sorted.flatMap((next, index) => {
      const before = sorted[index - 1];
      const isEarly = before !== undefined && (before.item.times.ended ?? '9') > sentAt(next);
      return isEarly ? [`${next.item.name} was sent for ${next.order.id} before ${before.order.id} was over`] : [];
    });
  });
}

function sentAt({ item }: Sent): string {
  return item.times.sending ?? '';
}

function nothingLate(orders: readonly Order[], deeds: readonly MoveAsked[]): string[] {
  const items = orders.flatMap((order) => order.items);
  const slow = orders.flatMap((order) => order.items.flatMap(({ name, times }) => (waitedMs(times, order) > expiryMs ? [`${name} was sent more than a minute late`] : [])));
  const late = deeds.flatMap(({ participant, askedAt }) => {
    const inTime = items.some(({ participant: moved, times }) => {
      const afterMs = Date.parse(askedAt) - Date.parse(times.sending ?? '');
      return moved === participant && afterMs >= 0 && afterMs <= longestUnderWayMs;
    });
    return inTime ? [] : [`${participant} was to be moved at ${askedAt}, when no item was being sent`];
  });
  return [...slow, ...late];
}

/** How long an item could have been sent before it was: while others of its order went, it waited behind them. Not at all if it was never sent. */
function waitedMs({ queued, sending }: Item['times'], { items }: Order): number {
  if (sending === null) return 0;
  const wentOn = items.flatMap(({ times }) => [times.queued, times.sending ?? '', times.accepted ?? '']).filter((time) => time !== '' && time < sending);
  return Date.parse(sending) - Math.max(...[queued, ...wentOn].map((time) => Date.parse(time)));
}

/** One record of each order, and one of each item's end; of an end that was read back later, one of each of the two. */
function recordedOnce({ orders, audit, verification }: UshersRecord): string[] {
  const ends = grouped(audit.filter(({ action }) => action === 'move-ended'), ({ details }) => `${field(details, 'order')} ${field(details, 'participant')}`);
  return [
    ...(verification.intact ? [] : [`the audit chain breaks at record ${verification.brokenAt}: ${verification.why}`]),
    ...orders.flatMap(({ id }) => {
      const submitted = audit.filter(({ action, details }) => action === 'submit-move' && field(details, 'order') === id).length;
      return submitted === 1 ? [] : [`the order ${id} has ${submitted} records of its submission`];
    }),
    ...orders.flatMap(({ id, items }) =>
      items.filter(({ state }) => isFinal(state)).flatMap(({ participant, state }) => {
        const results = (ends.get(`${id} ${participant}`) ?? []).map(({ result }) => result).filter((result) => result !== 'unknown');
        // What is refused as it is submitted is on record with the submission.
        const isSaid = results.length === 0 ? state === 'refused' : results.length === 1 && results[0] === state;
        return isSaid ? [] : [`the end ${state} of ${participant} in ${id} is on record as "${results.join(', ')}"`];
      }),
    ),
  ];
}

function field(details: unknown, name: string): string {
  return typeof details === 'object' && details !== null && name in details ? String(Object.entries(details).find(([key]) => key === name)?.[1]) : '';
}

/** Whoever was muted when Usher moved them is muted whenever the newcomer can be heard, until they open it themselves. */
function microphonesStay({ lives }: EmulatorHistory, deeds: readonly MoveAsked[]): string[] {
  return deeds.flatMap(({ participant, created }) => {
    const [before, after] = [lives.get(participant), lives.get(created ?? '')];
    const first = after?.stays.find(takesPart);
    if (!before || !first) return [];
    const wasMuted = before.stays.filter(({ number }) => number < first.number).at(-1)?.audioMuted === true;
    return wasMuted && !first.audioMuted ? [`${first.name} was muted, and is heard in the target (${first.participant})`] : [];
  });
}

function grouped<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
