import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTo, endOf } from '@/lib/trace/plain-text';

const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';

test('a text that is cut is still one that can be encoded, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\u{1f600}', family, 'e\u0301')), fc.integer({ min: 1, max: 20 }), (letters, longest) => {
      const text = letters.join('');
      expect(() => encodeURIComponent(cutTo(text, longest) + endOf(text, longest))).not.toThrow();
      expect(cutTo(text, longest).length).toBeLessThanOrEqual(longest);
    }),
  );
});

test('the end of a name is counted in letters, of which none is cut', () => {
  expect(endOf(`${family.repeat(40)}.log:7`, 10)).toBe(`…${family.repeat(3)}.log:7`);
  expect(endOf('short.log:7', 30)).toBe('short.log:7');
});
