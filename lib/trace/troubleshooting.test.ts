import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultCauses, faults } from '@/lib/trace/faults';

const text = readFileSync('docs/troubleshooting.md', 'utf8');

test.each(faultCauses)('docs/troubleshooting.md explains %s', (cause) => {
  expect(text).toContain(`### ${cause}\n`);
});

test.each(Object.keys(faults))('docs/troubleshooting.md says what rehearsing %s shows', (fault) => {
  expect(text).toMatch(new RegExp(`\\*Rehearse:\\*[^\\n]*\`${fault}\``));
});
