import { describe, expect, test } from 'vitest';
import { ManualClock } from './manual-clock';
import { RequestGate, type Precedence } from './request-gate';

function gateWithLog(limit = 2) {
  const clock = new ManualClock();
  const gate = new RequestGate(clock, limit);
  const begun: string[] = [];
  const releases = new Map<string, () => void>();
  const enter = (precedence: Precedence, name: string) =>
    gate.enter(precedence, (release) => {
      begun.push(name);
      releases.set(name, release);
    });
  const release = (name: string) => releases.get(name)?.();
  return { clock, gate, begun, enter, release };
}

describe('the line before a bridge', () => {
  test('never lets more in than the limit', () => {
    const { gate, begun, enter, release } = gateWithLog(2);
    for (const name of ['a', 'b', 'c']) enter('read', name);
    expect([begun, gate.inFlight]).toEqual([['a', 'b'], 2]);
    release('a');
    expect([begun, gate.inFlight]).toEqual([['a', 'b', 'c'], 2]);
  });

  test('leaves one place free of details, which go last', () => {
    const { begun, enter, release } = gateWithLog(2);
    for (const name of ['detail 1', 'detail 2']) enter('detail', name);
    expect(begun).toEqual(['detail 1']);
    for (const name of ['read 1', 'read 2']) enter('read', name);
    expect(begun).toEqual(['detail 1', 'read 1']);
    release('detail 1');
    expect(begun).toEqual(['detail 1', 'read 1', 'read 2']);
    for (const name of ['read 1', 'read 2']) release(name);
    expect(begun).toEqual(['detail 1', 'read 1', 'read 2', 'detail 2']);
  });

  test('puts deeds before the reads that wait', () => {
    const { begun, enter, release } = gateWithLog(1);
    enter('read', 'a');
    enter('read', 'b');
    enter('deed', 'move');
    release('a');
    expect(begun).toEqual(['a', 'move']);
  });

  test('keeps details from coming between deeds, for half a second at most', () => {
    const { clock, begun, enter, release } = gateWithLog(4);
    enter('deed', 'move 1');
    enter('detail', 'detail 1');
    enter('deed', 'move 2');
    enter('read', 'read');
    release('move 1');
    clock.advance(499);
    expect(begun).toEqual(['move 1', 'move 2', 'read']);
    clock.advance(1);
    expect(begun.at(-1)).toBe('detail 1');
  });

  test('lets details go once no deed has followed the last for a moment', () => {
    const { clock, begun, enter, release } = gateWithLog(4);
    enter('deed', 'move 1');
    enter('detail', 'detail');
    release('move 1');
    clock.advance(40);
    enter('deed', 'move 2');
    release('move 2');
    clock.advance(49);
    expect(begun).toEqual(['move 1', 'move 2']);
    clock.advance(1);
    expect(begun).toEqual(['move 1', 'move 2', 'detail']);
  });

  test('keeps details half a second at most also from deeds that come one by one', () => {
    const { clock, begun, enter, release } = gateWithLog(4);
    for (let n = 0; n < 20; n += 1) {
      enter('deed', `move ${n}`);
      if (n === 0) enter('detail', 'detail');
      clock.advance(20);
      release(`move ${n}`);
      clock.advance(10);
    }
    expect(begun.indexOf('detail')).toBe(begun.indexOf('move 16') + 1);
  });

  test('gives details one place among deeds that leave none free, after half a second', () => {
    const { clock, begun, enter, release } = gateWithLog(4);
    for (let n = 0; n < 4; n += 1) enter('deed', `move ${n}`);
    for (const name of ['detail 1', 'detail 2', 'detail 3']) enter('detail', name);
    for (let n = 0; n < 100; n += 1) {
      clock.advance(50);
      release(`move ${n}`);
      enter('deed', `move ${n + 4}`);
      if (n === 12) release('detail 1');
    }
    expect(begun.indexOf('detail 1')).toBe(begun.indexOf('move 12') + 1);
    expect(begun.filter((name) => name.startsWith('detail'))).toEqual(['detail 1', 'detail 2']);
    expect(begun.length).toBeGreaterThan(75);
  });

  test('gives a place back once, however often it is released', () => {
    const { gate, enter, release } = gateWithLog(1);
    enter('read', 'a');
    release('a');
    release('a');
    expect(gate.inFlight).toBe(0);
  });

  test('lets those out who do not want to wait any longer', () => {
    const { begun, enter, release } = gateWithLog(1);
    enter('read', 'a');
    const leave = enter('read', 'b');
    expect([leave(), leave()]).toEqual([true, false]);
    release('a');
    expect(begun).toEqual(['a']);
  });

  test('holds reads back while a bridge is busy, and still lets deeds go', () => {
    const { clock, begun, gate, enter } = gateWithLog(2);
    gate.holdReads(500);
    enter('read', 'a');
    enter('deed', 'move');
    expect(begun).toEqual(['move']);
    clock.advance(499);
    expect(begun).toEqual(['move']);
    clock.advance(1);
    expect(begun).toEqual(['move', 'a']);
  });
});
