import { expect, test } from 'vitest';
import { consequenceLabel, consequenceSentence, notKnownWords } from '@/lib/move/consequence-words';
import { consequenceCodes } from '@/lib/move/verdict-codes';

const named = { person: 'Ana', source: 'Space 1', target: 'Space 2' };

test('a locked target reads as an operator would say it', () => {
  expect(consequenceSentence({ code: 'overrides-lock' }, named)).toBe('Space 2 is locked; Ana will enter, the lock stays.');
});

test('counts read right for one and for many', () => {
  expect(consequenceLabel({ code: 'admits-lobby', count: 2 })).toBe('lets in 2 from the lobby');
  expect(consequenceLabel({ code: 'leaves-without-activator', count: 1 })).toBe('leaves 1 person who goes back to the lobby');
  expect(consequenceLabel({ code: 'leaves-without-activator', count: 3, dropped: 3 })).toBe('leaves 3 people who are dropped');
  expect(consequenceLabel({ code: 'leaves-without-activator', count: 3, dropped: 1 })).toBe('leaves 3 people who go back to the lobby or are dropped');
});

test('what reaches those who are left behind reads right whether one goes or several', () => {
  const several = { ...named, person: 'them' };
  expect(consequenceSentence({ code: 'leaves-without-activator', count: 2 }, named)).toBe('Without Ana nobody keeps Space 1 open: 2 people go back to the lobby.');
  expect(consequenceSentence({ code: 'leaves-without-activator', count: 2 }, several)).toBe('Without them nobody keeps Space 1 open: 2 people go back to the lobby.');
  expect(consequenceSentence({ code: 'ends-source', again: true }, several)).toBe('Space 1 ends without them; it begins anew as soon as somebody enters its space.');
  expect(consequenceSentence({ code: 'admits-lobby', count: 1 }, several)).toBe('With them, 1 person from the lobby of Space 2 will enter.');
});

test('every sentence ends as one, with nothing that is missing in it', () => {
  for (const code of consequenceCodes) {
    const sentence = consequenceSentence({ code }, named);
    expect(sentence, code).toMatch(/\.$/);
    expect(sentence, code).not.toContain('undefined');
  }
});

test('what is not known is said once, in one line', () => {
  const open = { code: 'admits-lobby', known: false } as const;
  expect(notKnownWords([open, open, { code: 'chat-lost' }, { code: 'bypasses-passcode', known: false }])).toBe(
    'Not known: who waits in the lobby, whether there is a passcode.',
  );
  expect(notKnownWords([{ code: 'chat-lost' }])).toBeNull();
});
