import { expect, test } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { historyOf, type EmulatorHistory, type Life, type MoveAsked, type Stay } from '../support/emulator-history';
import { brokenPromises, foreignAgent, type UshersRecord } from '../support/moves-check';

const at = (second: number) => new Date(Date.UTC(2026, 0, 15, 10, 0, second)).toISOString();

function stay(number: number, more: Partial<Stay>): Stay {
  const base = { what: 'came', participant: 'old', name: 'Ana', callBridge: 'cb1', meeting: 'm1', state: 'connected', inLobby: false, audioMuted: false, movedFrom: null } as const;
  return { ...base, number, at: at(number), ...more } as Stay;
}

function life(stays: readonly Stay[]): Life {
  const [{ participant: id, name, meeting, movedFrom }] = stays as [Stay];
  return { id, name, meeting, movedFrom, stays, hasLeft: stays.at(-1)?.what === 'left' };
}

const old = [stay(1, {}), stay(4, { what: 'left', reason: 'callMoved' })];
const newcomer = { participant: 'new', meeting: 'm2', movedFrom: 'old' };
const arrived = [stay(3, { ...newcomer, state: 'initial' }), stay(5, { ...newcomer, what: 'changed' })];
const asked: MoveAsked = { number: 3, askedAt: at(3), agent: null, participant: 'old', status: 200, created: 'new' };

function history(more: { old?: Stay[]; arrived?: Stay[]; moves?: MoveAsked[] } = {}): EmulatorHistory {
  const lives = [more.old ?? old, more.arrived ?? arrived].filter((stays) => stays.length > 0).map(life);
  return historyOf(new Map(lives.map((one) => [one.id, one])), more.moves ?? [asked]);
}

const item: Item = {
  id: '1',
  participant: 'old',
  name: 'Ana',
  newParticipant: 'new',
  from: { meeting: 'm1', name: 'Space 1' },
  to: { meeting: 'm2', name: 'Space 2' },
  state: 'joined',
  times: { queued: at(2), sending: at(2), accepted: at(3), left: at(5), joined: at(5), mediaSeen: null, ended: at(6) },
  verdict: { allowed: true, reason: null, reasons: [], consequences: [] },
  foundIn: null,
  retryOf: null,
  error: null,
  settings: null,
  returned: null,
  finding: null,
};

const order = (more: Partial<Item> = {}, id = 'o1'): Order => ({
  id,
  state: 'settled',
  by: { kind: 'token', id: 't', name: 'script' },
  reason: 'key',
  settings: 'target',
  lobby: 'open',
  createdAt: at(2),
  undoOf: null,
  repeatOf: null,
  items: [{ ...item, ...more }],
});

function audited(action: string, result: string): AuditRecord {
  return { seq: 1, at: at(6), by: { kind: 'system', id: 'usher', name: 'Usher' }, address: null, action, result, details: { order: 'o1', participant: 'old' }, digest: '' };
}

const submitted = audited('submit-move', 'ok');

function record(more: Partial<UshersRecord> = {}): UshersRecord {
  return {
    orders: [order()],
    audit: [submitted, audited('move-ended', 'joined')],
    verification: { intact: true, records: 2, head: null, from: 1, checkedAt: '', wholeAt: '' },
    acknowledged: new Map([['key', ['o1', 'o1']]]),
    ...more,
  };
}

const ended = (state: string) => [submitted, audited('move-ended', state)];

test('a move of which all is true breaks no promise', () => {
  expect(brokenPromises(history(), record())).toEqual([]);
});

test('what another program moves is not held against Usher', () => {
  const foreign = { ...asked, agent: foreignAgent };
  expect(brokenPromises(history({ moves: [foreign] }), record({ orders: [], audit: [], acknowledged: new Map() }))).toEqual([]);
});

test('whoever waited behind others of their order is not late', () => {
  const times = { ...item.times, queued: '2026-01-15T09:58:30.000Z' };
  const before = { ...item, id: '0', participant: 'other', name: 'Ben', state: 'nothing-happened' as const, newParticipant: null, times: { ...times, sending: '2026-01-15T09:59:20.000Z', accepted: null } };
  const found = brokenPromises(history(), record({ orders: [{ ...order(), items: [before, { ...item, times }] }] }));
  expect(found).not.toContainEqual(expect.stringMatching(/more than a minute late/));
});

const broken: [string, EmulatorHistory, UshersRecord, RegExp][] = [
  ['somebody in two meetings', history({ old: [stay(1, {}), stay(8, { what: 'left', reason: 'callMoved' })] }), record(), /in 2 meetings at once/],
  ['a second deed', history({ moves: [asked, asked] }), record(), /moved 2 times for 1 items/],
  ['a deed that nobody ordered', history(), record({ orders: [], audit: [], acknowledged: new Map() }), /moved 1 times for 0 items/],
  ['two orders for one key', history(), record({ acknowledged: new Map([['key', ['o1', 'o2']]]) }), /was answered with the orders o1, o2/],
  ['an acknowledged order that is gone', history(), record({ acknowledged: new Map([['other', ['o9']]]) }), /o9 was acknowledged, and is not on record/],
  ['an item without an end', history(), record({ orders: [order({ state: 'unknown' })], audit: ended('unknown') }), /has come to no end/],
  ['a joined who never arrived', history({ arrived: arrived.slice(0, 1) }), record(), /never took part in the target/],
  ['a dropped who is there', history(), record({ orders: [order({ state: 'dropped' })], audit: ended('dropped') }), /takes part in a meeting/],
  ['a nothing-happened that happened', history(), record({ orders: [order({ state: 'nothing-happened' })], audit: ended('nothing-happened') }), /was moved/],
  ['a nothing-happened of which Usher does not know whom it made', history(), record({ orders: [order({ state: 'nothing-happened', newParticipant: null })], audit: ended('nothing-happened') }), /was moved/],
  ['an expired that was sent', history(), record({ orders: [order({ state: 'expired' })], audit: ended('expired') }), /moved 1 times for 0 items/],
  ['moves of one person at once', history(), record({ orders: [order(), order({}, 'o2')] }), /was sent for o2 before o1 was over/],
  ['a deed that fired late', history({ moves: [{ ...asked, askedAt: at(59) }] }), record(), /when no item was being sent/],
  ['an item that was sent late', history(), record({ orders: [order({ times: { ...item.times, queued: '2026-01-15T09:58:00.000Z' } })] }), /more than a minute late/],
  ['an end without a record', history(), record({ audit: [submitted] }), /is on record as ""/],
  ['an end with two records', history(), record({ audit: [...ended('joined'), audited('move-ended', 'joined')] }), /on record as "joined, joined"/],
  ['an order without a record', history(), record({ audit: [audited('move-ended', 'joined')] }), /has 0 records of its submission/],
  ['a chain that breaks', history(), record({ verification: { intact: false, records: 1, brokenAt: 2, why: 'digest', checkedAt: '' } }), /breaks at record 2/],
  ['an opened microphone', history({ old: old.map((one) => ({ ...one, audioMuted: true })) }), record(), /was muted, and is heard/],
];

test.each(broken)('%s is found', (_, what, recorded, words) => {
  expect(brokenPromises(what, recorded)).toContainEqual(expect.stringMatching(words));
});
