import { expect, test } from 'vitest';
import type { Entry } from '@/server/journal/entry';
import { heardInEntry } from '@/server/traces/heard-in-entry';

test('what a bridge sends does nothing to the terminal on which it is shown, nor hides its words behind marks that nobody sees', () => {
  const entry: Entry = { source: 'syslog', callBridge: 'b1', about: [], number: 1, heardAtMs: 0, toldAtMs: 0, clockDifferenceMs: 0, said: 'host:server:  INFO : guest login\u200b request 0: \u001b]0;owned\u0007\u001b[2Jcredential storage scheduled' };
  const heard = heardInEntry(entry, () => 'cms-a');
  expect(heard.map(({ text, place }) => [place, text])).toEqual([['cms-a', 'guest login request 0: ]0;owned[2Jcredential storage scheduled']]);
});
