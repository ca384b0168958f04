import { describe, expect, test } from 'vitest';
import { exampleItem } from '@/lib/move/example-item';
import type { Item, ItemFact } from '@/lib/move/item';
import { itemEnds } from '@/lib/move/item-state';
import { itemAfter } from '@/lib/move/item-transition';
import type { ItemFinding } from '@/lib/trace/item-finding';

const target = { meeting: 'm2', name: 'Space 2' };
const source = { meeting: 'm1', name: 'Space 1' };

const queuedItem = (): Item => exampleItem({ times: { queued: 't0', sending: null, accepted: null, left: null, joined: null, mediaSeen: null, ended: null } });

const after = (facts: readonly ItemFact[], from = queuedItem()): Item => facts.reduce(itemAfter, from);

const sending: ItemFact = { fact: 'sending', at: 't1' };
const accepted: ItemFact = { fact: 'accepted', at: 't2', newParticipant: 'new' };
const left: ItemFact = { fact: 'left', at: 't3' };
const joined: ItemFact = { fact: 'joined', at: 't4', newParticipant: 'new', in: target };
const there = { ...target, connected: true, inLobby: false };
const timeUp = (present: Partial<Extract<ItemFact, { fact: 'time-up' }>['present']>): ItemFact => ({
  fact: 'time-up',
  at: 't9',
  present: { sighted: true, old: null, new: null, ...present },
});

describe('an item', () => {
  test('keeps its end when somebody who was dropped is back, and notes when; that they are back says nothing where nobody was lost', () => {
    const dropped = after([sending, accepted, left, timeUp({})]);
    const back = after([{ fact: 'returned', at: 't20' }, { fact: 'returned', at: 't21' }], dropped);
    expect(back).toMatchObject({ state: 'dropped', returned: 't20' });
    expect(after([sending, accepted, left, joined, { fact: 'returned', at: 't20' }]).returned).toBeNull();
  });

  test('ends joined once left and joined are both known, whichever comes first', () => {
    for (const facts of [
      [sending, accepted, left, joined],
      [sending, accepted, joined, left],
      [sending, left, joined, accepted],
      [sending, joined, left],
    ]) {
      const item = after(facts);
      expect(item.state).toBe('joined');
      expect(item.newParticipant).toBe('new');
    }
  });

  test('is not joined by a 200 alone, nor by one of the two facts', () => {
    expect(after([sending, accepted]).state).toBe('accepted');
    expect(after([sending, accepted, left]).state).toBe('accepted');
    expect(after([sending, accepted, joined]).state).toBe('accepted');
  });

  test('does not count an arrival in another meeting as joined', () => {
    const elsewhere: ItemFact = { ...joined, in: { meeting: 'm3', name: 'Space 3' } };
    expect(after([sending, accepted, left, elsewhere]).times.joined).toBeNull();
  });

  test('that no bridge took in is not joined by somebody whom others have moved', () => {
    const failed: ItemFact = { fact: 'failed', at: 't2', error: { code: 'bridge-refused', detail: '' } };
    const item = after([sending, failed, left, joined]);
    expect([item.state, item.newParticipant, item.times.joined]).toEqual(['nothing-happened', null, null]);
    const seenBefore = after([sending, { ...joined, in: { meeting: 'm3', name: 'Space 3' } }, failed]);
    expect([seenBefore.state, seenBefore.newParticipant]).toEqual(['nothing-happened', null]);
  });

  test('ends as what then holds when time is up', () => {
    const cases: [string, ItemFact][] = [
      ['nothing-happened', timeUp({ old: source })],
      ['nothing-happened', timeUp({ old: source, new: { ...there, connected: false } })],
      ['dropped', timeUp({})],
      ['dropped', timeUp({ new: { ...there, connected: false } })],
      ['wrong-meeting', timeUp({ new: { ...there, meeting: 'm3' } })],
      ['in-both', timeUp({ old: source, new: there })],
      ['in-lobby', timeUp({ new: { ...there, inLobby: true } })],
      ['joined', timeUp({ new: there })],
      ['unknown', timeUp({ sighted: false, old: source })],
    ];
    for (const [end, fact] of cases) expect(after([sending, accepted, fact]).state, end).toBe(end);
  });

  test('is unknown only until it has been read back', () => {
    const unknown = after([sending, timeUp({ sighted: false })]);
    expect(unknown.state).toBe('unknown');
    expect(after([timeUp({ old: source })], unknown).state).toBe('nothing-happened');
    expect(after([left, joined], unknown).state).toBe('joined');
  });

  test('keeps its end whatever comes later, and still notes the later facts', () => {
    const dropped = after([sending, accepted, left, timeUp({})]);
    const later = after([joined, { fact: 'media-seen', at: 't8' }], dropped);
    expect(later.state).toBe('dropped');
    expect(later.times).toMatchObject({ joined: 't4', mediaSeen: 't8' });
    for (const state of itemEnds.filter((end) => end !== 'unknown')) {
      const end = { ...queuedItem(), state };
      const facts: ItemFact[] = [sending, accepted, left, joined, timeUp({}), { fact: 'expired', at: 't' }];
      for (const fact of facts) expect(itemAfter(end, fact).state).toBe(state);
    }
  });

  test('keeps why it failed with its end, and not with another one', () => {
    const finding: ItemFinding = { symptom: 'unknown', step: null, cause: null, otherCauses: [], confidence: 'low', words: 'How the move ended is not known.', advice: '' };
    const unknown = after([sending, accepted, timeUp({ sighted: false }), { fact: 'diagnosed', finding }]);
    expect(unknown.finding).toEqual(finding);
    expect(after([{ fact: 'diagnosed', finding: { ...finding } }], unknown)).toBe(unknown);
    expect(after([timeUp({})], unknown)).toMatchObject({ state: 'dropped', finding: null });
    expect(after([sending, { fact: 'diagnosed', finding }]).finding).toBeNull();
  });

  test('keeps the error of a bridge that refused, and ends where it began', () => {
    const error = { code: 'bridge-refused', detail: 'callDoesNotExist' };
    expect(after([sending, { fact: 'failed', at: 't2', error }])).toMatchObject({ state: 'nothing-happened', error });
  });

  test('does not end because an answer was lost: what happened is read back', () => {
    const error = { code: 'bridge-unreachable', detail: 'reset' };
    const lost = after([sending, { fact: 'answer-lost', at: 't2', error }]);
    expect(lost.state).toBe('sending');
    expect(after([left, joined], lost)).toMatchObject({ state: 'joined', error: null });
  });

  test('is refused by a verdict only before the bridge has answered, as if it had never been sent, and expires only before it was', () => {
    const verdict = { allowed: false, reason: 'same-meeting', reasons: ['same-meeting'], consequences: [] } as const;
    const judged: ItemFact = { fact: 'judged', at: 't', verdict: { ...verdict, reasons: [...verdict.reasons], consequences: [] } };
    expect(after([judged]).state).toBe('refused');
    expect(after([sending, judged])).toMatchObject({ state: 'refused', times: { sending: null, ended: 't' } });
    expect(after([sending, accepted, judged]).state).toBe('accepted');
    expect(after([{ fact: 'expired', at: 't' }]).state).toBe('expired');
    expect(after([sending, { fact: 'expired', at: 't' }]).state).toBe('sending');
  });
});
