import { expect, test } from 'vitest';
import type { LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import type { ItemFinding } from '@/lib/trace/item-finding';
import { withRemembered } from '@/server/traces/remembered-finding';

const stored: ItemFinding = { symptom: 'dropped', step: 11, cause: 'token-expired', otherCauses: [], confidence: 'high', words: 'The token had expired.', advice: 'Compare the clocks.' };
const nothingKnown: LiveDiagnosis['finding'] = { symptom: 'dropped', step: null, cause: 'insufficient-evidence', otherCauses: [], confidence: 'low', evidence: [], moreEvidence: 0, numericId: null, words: 'Why is not known.', advice: '' };
const trace = (finding: LiveDiagnosis['finding']): LiveDiagnosis => ({ participant: 'old', newParticipant: null, name: 'Ana', askedBy: { user: null, address: null }, from: { name: null }, to: { call: null, name: null }, steps: [], finding, assumed: ['No log came in from cbcms1.'], callBridges: [], untraced: null });

test('once the journal has forgotten, what was found stands, and it is said so', () => {
  const seen = withRemembered(trace(nothingKnown), stored);
  expect(seen.finding).toEqual({ ...nothingKnown, ...stored });
  expect(seen.assumed).toEqual(['No log came in from cbcms1.', expect.stringContaining('no longer has all')]);
});

test('what the journal tells by now counts for more', () => {
  const later = trace({ ...nothingKnown, cause: 'token-unknown', confidence: 'high' });
  expect(withRemembered(later, stored)).toBe(later);
});

test('what was sure stands against what is only taken for likely, now that lines are missing', () => {
  const less = trace({ ...nothingKnown, cause: 'client-left', confidence: 'medium', otherCauses: ['token-expired'] });
  expect(withRemembered(less, stored).finding).toEqual({ ...less.finding, ...stored, evidence: [], moreEvidence: 0 });
  expect(withRemembered(less, { ...stored, confidence: 'medium' })).toBe(less);
});

test.each<[string, ItemFinding | null]>([
  ['there is none', null],
  ['it did not know either', { ...stored, cause: 'insufficient-evidence', confidence: 'low' }],
  ['the move turned out otherwise since', { ...stored, symptom: 'nothing-happened' }],
])('a finding on record does not help where %s', (_, other) => {
  const unclear = trace(nothingKnown);
  expect(withRemembered(unclear, other)).toBe(unclear);
});
