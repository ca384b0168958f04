import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HardWrap } from '@/server/diagnoses/hard-wrap';

const log = readFileSync('lib/trace/examples/three-bridges.log', 'utf8');

/** As a terminal shows it. */
function wrapped(text: string, column: number, end = '\n'): string {
  const pieces = (line: string) => Array.from({ length: Math.max(1, Math.ceil([...line].length / column)) }, (_, at) => [...line].slice(at * column, (at + 1) * column).join(''));
  return text.split('\n').flatMap(pieces).join(end);
}

function wrappedAtWords(text: string, column: number): string {
  const lines = text.split('\n').flatMap((line) => {
    const rows = [''];
    for (const word of line.split(' ')) {
      const row = rows.at(-1) ?? '';
      if (row === '' || row.length + word.length < column) rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
      else rows.push(word);
    }
    return rows;
  });
  return lines.join('\n');
}

/** What comes of a log that is read in pieces. */
function read(text: string, bytes = Infinity): { text: string; column: number | null } {
  const wrap = new HardWrap();
  const all = Buffer.from(text);
  const first = Math.min(all.length, 4_096);
  const out = [wrap.push(all.subarray(0, first))];
  for (let at = first; at < all.length; at += bytes) out.push(wrap.push(all.subarray(at, at + bytes)));
  out.push(wrap.finish());
  return { text: Buffer.concat(out).toString('utf8').trimEnd(), column: wrap.column };
}

describe('a log that a terminal wrapped', () => {
  test.each([[80, '\n'], [100, '\n'], [132, '\r\n'], [80, '\r\n']])('at column %i is put together again', (column, end) => {
    for (const bytes of [Infinity, 7]) expect(read(wrapped(log, column, end), bytes)).toEqual({ text: log.trimEnd(), column });
  });

  test('with names in other letters is, too', () => {
    const named = log.replaceAll('Guest', 'Gäst 客 🎥');
    expect(read(wrapped(named, 80), 5)).toEqual({ text: named.trimEnd(), column: 80 });
  });

  test('keeps lines apart of which one just fills the terminal', () => {
    const head = 'Nov 26 19:23:22.397 user.info cbcms2 host:server:  INFO : ';
    const full = `${head}${'x'.repeat(80 - head.length)}\n${head}y\n`;
    expect(read(wrapped(log + full, 80)).text).toBe((log + full).trimEnd());
  });
});

test('a log that was wrapped at words, or not at all, is left as it is', () => {
  for (const text of [log, wrappedAtWords(log, 80), wrappedAtWords(log, 100), '', 'x'.repeat(90), `${'x'.repeat(80)}\n`.repeat(2)]) {
    expect(read(text)).toEqual({ text: text.trimEnd(), column: null });
  }
});

test('of a line that never ends no more is kept than can be read of a line', () => {
  const wrap = new HardWrap();
  wrap.push(Buffer.from(wrapped(log, 80)));
  for (let at = 0; at < 20; at += 1) expect(wrap.push(Buffer.alloc(100_000, 'x')).length).toBeGreaterThan(90_000);
});
