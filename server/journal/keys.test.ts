import { expect, test } from 'vitest';
import { callNumberKey, keysIn, movesKey, traceKey } from './keys';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';
const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';

test.each([
  [`move participant operation: moving WC3 participant ${old} (guest921953266) (homed on this callbridge) to call ${call}`, [movesKey, old, 'guest921953266', call]],
  ['WebApp Audit : Session: 1 : Participant Ana performed action of leave call', [movesKey]],
  [`API trace 42003: POST for "/api/v1/calls/${call.toUpperCase()}/participants" (from 192.0.2.1)`, [traceKey('b1', 42003), call]],
  [`call 19: destroying API call leg ${old}`, [callNumberKey('b1', 19), old]],
  [`participant "guest2316075499" (${old}) joined conference ${call} via WB3`, ['guest2316075499', old, call]],
  [`${old} and ${old} again`, [old]],
  ['media module status 1 (1/1) 1/1 (full media capacity)', []],
])('a line is found by what it names: %s', (text, keys) => {
  expect(keysIn(text, 'b1')).toEqual(keys);
});

test('a line that names a great many is found by the first of them', () => {
  const many = Array.from({ length: 100 }, (_, i) => `guest${i}`);
  expect(keysIn(many.join(' '), 'b1')).toEqual(many.slice(0, 12));
});
