import { expect, test } from 'vitest';
import { manualClock } from '../clock';
import { Happenings } from './happenings';
import type { Happening } from './happenings';

const arrival = (participant: string): Happening => ({ what: 'joined', name: 'Ana', participant, meeting: 'Space 1', callBridge: 'cb1' });
const numbersOf = (happenings: Happenings, after: number) => happenings.after(after).map(({ number }) => number);

test('what happened is numbered from 1, in order, with the time of the emulator', () => {
  const clock = manualClock();
  const happenings = new Happenings(clock);
  happenings.add(arrival('ana'));
  clock.advance(1_500);
  happenings.add({ what: 'fault', fault: 'client-silent', callBridge: 'cb1', participant: null, name: null });
  expect(happenings.after(0)).toEqual([
    { ...arrival('ana'), number: 1, at: '2026-01-15T10:00:00.000Z' },
    { what: 'fault', fault: 'client-silent', callBridge: 'cb1', participant: null, name: null, number: 2, at: '2026-01-15T10:00:01.500Z' },
  ]);
});

test('whoever has read up to a number gets what came after it, and nothing twice', () => {
  const happenings = new Happenings(manualClock());
  for (const participant of ['a', 'b', 'c']) happenings.add(arrival(participant));
  expect(numbersOf(happenings, 1)).toEqual([2, 3]);
  expect(numbersOf(happenings, 3)).toEqual([]);
  happenings.add(arrival('d'));
  expect(numbersOf(happenings, 3)).toEqual([4]);
});

test('the newest 500 are kept, however many there were', () => {
  const happenings = new Happenings(manualClock());
  for (const count of [499, 1, 1, 498, 1, 501]) {
    for (let one = 0; one < count; one++) happenings.add(arrival('a'));
    const kept = numbersOf(happenings, 0);
    const newest = kept.at(-1) ?? 0;
    expect(kept).toEqual(Array.from({ length: Math.min(newest, 500) }, (_, index) => newest - kept.length + 1 + index));
  }
  expect(numbersOf(happenings, 0).at(-1)).toBe(1_501);
});
