import { expect, test } from 'vitest';
import { manualClock } from '../clock';
import { History } from './history';
import type { Deed } from './history';

const came: Deed = {
  what: 'came',
  participant: 'a',
  name: 'Ana',
  kind: 'sip',
  callBridge: 'cb1',
  meeting: 'm1',
  state: 'connected',
  inLobby: false,
  audioMuted: true,
  movedFrom: null,
};

test('deeds are numbered from 1, in order, with the time of the emulator', () => {
  const clock = manualClock();
  const history = new History(clock);
  history.add(came);
  clock.advance(1_500);
  history.add({ ...came, what: 'left', reason: 'callMoved' });
  expect(history.after(0)).toEqual([
    { ...came, number: 1, at: '2026-01-15T10:00:00.000Z' },
    { ...came, what: 'left', reason: 'callMoved', number: 2, at: '2026-01-15T10:00:01.500Z' },
  ]);
  expect(history.after(1).map(({ number }) => number)).toEqual([2]);
});

test('however many there were, the newest 20,000 are kept, and their numbers tell that others were before', () => {
  const history = new History(manualClock());
  for (let n = 0; n < 45_000; n += 1) history.add(came);
  const kept = history.after(0);
  expect([kept.length, kept[0]?.number, kept.at(-1)?.number]).toEqual([20_000, 25_001, 45_000]);
});
