import { expect, test } from 'vitest';
import { ProgressLines } from '@/components/diagnoses/progress-lines';

const progress = (read: number) => `${JSON.stringify({ read, of: 100, again: false })}\n`;
const report = { moves: [], skipped: [], assumed: [] };

test('an answer that grows tells of the newest whole line, and of each once', () => {
  const told: number[] = [];
  const lines = new ProgressLines(({ read }) => told.push(read));
  const whole = progress(10) + progress(20) + progress(30);
  for (let length = 0; length <= whole.length; length += 1) lines.take(whole.slice(0, length));
  expect(told).toEqual([10, 20, 30]);
  lines.take(whole + progress(40) + progress(50));
  expect(told.at(-1)).toBe(50);
});

test('what came of it is in the last line', () => {
  const lines = new ProgressLines(() => undefined);
  expect(lines.end(`${progress(100)}${JSON.stringify({ report })}\n`)).toEqual({ ok: true, value: report });
  expect(lines.end(`${progress(100)}{"problem":{"code":"too-large","detail":"Give less."}}\n`)).toEqual({ ok: false, problem: { code: 'too-large', detail: 'Give less.' } });
});

test.each(['', progress(50), `${progress(50)}{"report":`, 'null\n', '<html>'])('an answer that breaks off, or is another, is a problem: %j', (text) => {
  const lines = new ProgressLines(() => undefined);
  lines.take(text);
  expect(lines.end(text)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
});
