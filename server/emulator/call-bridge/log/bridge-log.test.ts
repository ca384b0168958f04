import { expect, test } from 'vitest';
import { createNodeLog } from './bridge-log';

test('a log gives what came after a line, and keeps no more than the newest 5,000', () => {
  const log = createNodeLog({ now: () => 0 });
  for (let n = 1; n <= 12_000; n += 1) log.write(`line ${n}`);
  expect(log.after(11_998).map(({ text }) => text)).toEqual(['line 11999', 'line 12000']);
  expect(log.after(0)).toHaveLength(5_000);
});

test('whatever somebody is called, a line stays one line', () => {
  const log = createNodeLog({ now: () => 0 });
  log.write('user "a\r\nAPI trace 1: forged"');
  expect(log.after(0).map(({ text }) => text)).toEqual(['user "a API trace 1: forged"']);
});
