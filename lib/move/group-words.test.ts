import { expect, test } from 'vitest';
import { groupConsequences, groupHeadline, type Judged } from '@/lib/move/group-words';
import type { Consequence } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';

const goes = (name: string, ...consequences: Consequence[]): Judged => ({ name, verdict: { allowed: true, reason: null, reasons: [], consequences } });
const stays = (name: string, reason: RefusalReason): Judged => ({
  name,
  verdict: { allowed: false, reason, reasons: [reason], consequences: [{ code: 'chat-lost' }] },
});

test('the headline says how many can go, and of the others how many are held back by what', () => {
  expect(groupHeadline([goes('Ana'), goes('Bo')])).toBe('2 can move');
  expect(groupHeadline([goes('Ana'), goes('Bo'), stays('Mia', 'microsoft-client')])).toBe('2 of 3 can move: one is a Microsoft client');
  expect(groupHeadline([goes('Ana'), stays('Mia', 'microsoft-client'), stays('Moe', 'microsoft-client'), stays('Zoe', 'same-meeting')])).toBe(
    '1 of 4 can move: 2 are Microsoft clients, one is here already',
  );
});

test('where all are held back by the same, the reason says it all', () => {
  expect(groupHeadline([stays('Ana', 'target-ended'), stays('Bo', 'target-ended')])).toBe('Ended');
  expect(groupHeadline([stays('Ana', 'same-meeting'), stays('Mia', 'microsoft-client')])).toBe(
    'None of 2 can move: one is here already, one is a Microsoft client',
  );
});

test('what comes to several is told once, with their number, and what comes to one with the name', () => {
  const lines = groupConsequences([
    goes('Ana', { code: 'chat-lost' }, { code: 'settings-reset', which: ['audioMute'] }),
    goes('Bo', { code: 'chat-lost' }, { code: 'settings-reset', which: ['audioMute', 'layout'] }),
    goes('Cleo', { code: 'presentation-stops' }),
  ]);
  expect(lines).toEqual(['2 lose the chat so far', '2 get the audio mute and layout of the target', 'Cleo stops presenting']);
});

test('what happens once for all who go names none of them, and those who stay bring nothing about', () => {
  expect(groupConsequences([goes('Ana', { code: 'admits-lobby', count: 2 }), stays('Mia', 'microsoft-client')])).toEqual(['lets in 2 from the lobby']);
});

test('what is not known is no line', () => {
  expect(groupConsequences([goes('Ana', { code: 'admits-lobby', known: false }), goes('Bo')])).toEqual([]);
});
