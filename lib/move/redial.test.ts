import { expect, test } from 'vitest';
import { redialProblems, redialRefusal, redialRefusals, type RedialFacts } from '@/lib/move/redial';

const facts: RedialFacts = {
  person: { name: 'Room 7', kind: 'sip', uri: 'room7@example.org' },
  meeting: { name: 'Space 2' },
  mode: 'operate',
  isClusterSeen: true,
  isSeen: false,
  legsOn: [],
};

test('somebody whose old leg is surely gone may be called', () => {
  expect(redialRefusal(facts)).toBeNull();
});

test.each<[(typeof redialRefusals)[number], Partial<RedialFacts>]>([
  ['not-sip', { person: { ...facts.person, kind: 'web-app' } }],
  ['not-sip', { person: { ...facts.person, kind: 'unknown' } }],
  ['not-sip', { person: { ...facts.person, uri: '' } }],
  ['meeting-ended', { meeting: null }],
  ['observe-only', { mode: 'observe' }],
  ['cluster-not-seen', { isClusterSeen: false }],
  ['still-there', { isSeen: true }],
  ['legs-unread', { legsOn: 'unread' }],
  ['leg-left', { legsOn: ['cbcms2'] }],
])('nobody is called where it is so: %s', (refusal, over) => {
  expect(redialRefusal({ ...facts, ...over })).toBe(refusal);
});

test('each refusal is said in a sentence', () => {
  for (const refusal of redialRefusals) expect(redialProblems[refusal].words(facts)).toMatch(/^[A-Z].*\.$/);
});
