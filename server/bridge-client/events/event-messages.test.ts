import { describe, expect, test } from 'vitest';
import { readFrame } from './event-messages';
import { Subscriptions } from './subscriptions';

const message = (body: object) => JSON.stringify({ type: 'message', message: { messageId: 7, ...body } });

describe('a frame of the events WebSocket', () => {
  test('is read with what changed, and nothing else', () => {
    const frame = readFrame(
      message({
        type: 'rosterUpdate',
        subscriptionIndex: 3,
        updates: [{ participant: 'p', updateType: 'update', layout: null, canMove: true, hand: 'raised' }],
      }),
    );
    expect(frame).toEqual({
      frame: 'message',
      cut: 0,
      message: {
        type: 'rosterUpdate',
        messageId: 7,
        subscriptionIndex: 3,
        updates: [{ participant: 'p', updateType: 'update', layout: null, canMove: true }],
      },
    });
  });

  test('of a kind that is not known is told apart from garbage', () => {
    expect(readFrame(message({ type: 'futureUpdate', x: 1 }))).toEqual({ frame: 'unknown-message', messageId: 7 });
  });

  test('with a participant state that is not known leaves the state as it was', () => {
    const frame = readFrame(
      message({ type: 'rosterUpdate', subscriptionIndex: 3, updates: [{ participant: 'p', updateType: 'update', state: 'floating' }] }),
    );
    expect(frame.frame === 'message' && frame.message.type === 'rosterUpdate' && frame.message.updates[0]?.state).toBeUndefined();
  });

  test('has no text longer than any can be, and says how many were cut', () => {
    const long = 'x'.repeat(3_000_000);
    const updates = [{ participant: 'p', updateType: 'add', name: long, uri: 'short', layout: long }, { participant: 'q', updateType: 'remove', reason: long }];
    const frame = readFrame(message({ type: 'rosterUpdate', subscriptionIndex: 3, updates }));
    expect(frame).toMatchObject({
      cut: 3,
      message: { updates: [{ name: 'x'.repeat(1_024), uri: 'short', layout: 'x'.repeat(1_024) }, { reason: 'x'.repeat(1_024) }] },
    });
  });

  test.each([
    ['an id that is none', message({ type: 'rosterUpdate', subscriptionIndex: 3, updates: [{ participant: 'p'.repeat(101), updateType: 'add' }] })],
    ['not JSON', '{"type":"mess'],
    ['null', 'null'],
    ['a number', '7'],
    ['no message id', JSON.stringify({ type: 'message', message: { type: 'rosterUpdate' } })],
    ['updates that are no list', message({ type: 'rosterUpdate', subscriptionIndex: 3, updates: {} })],
    ['a roster entry without a participant', message({ type: 'rosterUpdate', subscriptionIndex: 3, updates: [{ updateType: 'add' }] })],
    ['a wrong type of value', message({ type: 'callInfoUpdate', subscriptionIndex: 2, callInfo: { name: 5 } })],
  ])('is garbage with a reason for %s', (_, data) => {
    const frame = readFrame(data);
    expect(frame.frame === 'garbage' && frame.reason.length > 0).toBe(true);
  });
});

describe('subscriptions', () => {
  const indexesOf = (request: string) =>
    (JSON.parse(request).message.subscriptions as { index: number; type: string; call?: string }[]).map(
      ({ index, type, call }) => [index, type, call],
    );

  test('carry the whole set with indexes that stay the same', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    subscriptions.add('b', 0);
    subscriptions.remove('a');
    subscriptions.add('c', 0);
    expect(indexesOf(subscriptions.request(1))).toEqual([
      [1, 'calls', undefined],
      [4, 'callInfo', 'b'],
      [5, 'callRoster', 'b'],
      [6, 'callInfo', 'c'],
      [7, 'callRoster', 'c'],
    ]);
  });

  test('give a late message of a call that is gone to nobody else', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    subscriptions.remove('a');
    subscriptions.add('b', 0);
    expect(subscriptions.at(3)).toBeNull();
    expect(subscriptions.at(5)).toEqual({ type: 'callRoster', call: 'b' });
  });

  test('say whether the set became another', () => {
    const subscriptions = new Subscriptions();
    expect([subscriptions.add('a', 0), subscriptions.add('a', 0), subscriptions.remove('a'), subscriptions.remove('a')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('start over by new indexes, the one that has stood longest first', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    subscriptions.add('b', 10);
    subscriptions.add('c', 20);
    expect(subscriptions.renew(20, 1, 30)).toEqual(['a']);
    expect(subscriptions.renew(20, 5, 30)).toEqual(['b']);
    expect([2, 3, 6, 8, 11].map((index) => subscriptions.current(index))).toEqual([
      null,
      null,
      { type: 'callInfo', call: 'c' },
      { type: 'callInfo', call: 'a' },
      { type: 'callRoster', call: 'b' },
    ]);
  });

  test('hear the one before until the first message of one that starts over, also if that is asked for twice', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    subscriptions.renewList();
    subscriptions.renew(1, 1, 1);
    subscriptions.renew(2, 1, 2);
    const roster = { type: 'callRoster', call: 'a' };
    expect([1, 3, 6, 8].map((index) => subscriptions.at(index))).toEqual([{ type: 'calls' }, roster, roster, roster]);
    expect(indexesOf(subscriptions.request(1)).map(([index]) => index)).toEqual([4, 7, 8]);
    expect([3, 6, 8].map((index) => subscriptions.takeRecount(index))).toEqual([false, false, true]);
    expect([1, 3, 6, 8].map((index) => subscriptions.at(index))).toEqual([{ type: 'calls' }, null, null, roster]);
  });

  test('forget all of a call that is gone, and those before that never came', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    for (let n = 1; n < 9; n += 1) subscriptions.renew(n, 1, n);
    expect([3, 9, 11].map((index) => subscriptions.at(index))).toEqual([null, null, { type: 'callRoster', call: 'a' }]);
    subscriptions.remove('a');
    expect(Array.from({ length: 25 }, (_, index) => subscriptions.at(index)).filter((found) => found?.type !== 'calls' && found !== null)).toEqual([]);
  });

  test('do not follow a list of calls that is longer than any can be', () => {
    const subscriptions = new Subscriptions();
    for (let n = 0; n < 10_005; n += 1) subscriptions.add(`call ${n}`, 0);
    expect(subscriptions.size).toBe(10_000);
    expect(subscriptions.add('one more', 0)).toBe(false);
  });

  test('know the first message of one that started over', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add('a', 0);
    expect(subscriptions.takeRecount(2)).toBe(false);
    subscriptions.renew(1, 1, 1);
    subscriptions.renewList();
    expect([4, 4, 5, 6].map((index) => subscriptions.takeRecount(index))).toEqual([true, false, true, true]);
    expect(subscriptions.at(1)).toBeNull();
  });
});
