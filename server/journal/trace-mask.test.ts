import { expect, test } from 'vitest';
import { TraceMask } from './trace-mask';

test.each([
  ['as it was logged', '      '],
  ['as a copy has it that has lost its spaces', ' '],
])('the rest of a secret in the next line is hidden with it, %s, and nothing that comes after', (_, indent) => {
  const mask = new TraceMask();
  const lines = [` dtmfSequence=${'1'.repeat(35)}`, `${indent}TAIL4711&`, ' needsActivation=false', ' sending 200 response, size 0'].map((rest) => mask.mask('cms-a', `API trace 7:${rest}`));
  expect(lines).toEqual(['API trace 7: dtmfSequence=********', `API trace 7:${indent}********`, 'API trace 7: needsActivation=false', 'API trace 7: sending 200 response, size 0']);
});
