import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHeader } from './header';

const now = Date.UTC(2026, 0, 5, 12);

function read(line: string, nowMs = now) {
  const data = Buffer.from(`before ${line} after`);
  const end = 7 + Buffer.byteLength(line);
  const header = readHeader(data, 7, end, nowMs);
  if (!header) return null;
  const { host, program, toldAtMs, textFrom } = header;
  return { host, program, told: toldAtMs === null ? null : new Date(toldAtMs).toISOString(), text: data.toString('utf8', textFrom, end) };
}

test.each([
  // A bridge's own lines, with and without milliseconds.
  ['<14>Jan  5 10:31:07.601 user.info cms-a host:server:  INFO : API trace 1: x', 'cms-a', '2026-01-05T10:31:07.601Z', 'host:server:  INFO : API trace 1: x'],
  ['<132>Jan  5 10:31:07 local0.warning cms-a host:server: WARNING : x', 'cms-a', '2026-01-05T10:31:07.000Z', 'host:server: WARNING : x'],
  // RFC 3164, with a relay's long time, without a host, without anything.
  ['<34>Oct 11 22:14:15 mymachine su: failed', 'mymachine', '2025-10-11T22:14:15.000Z', 'su: failed'],
  ['<14>2026-01-05T11:31:07.5+01:00 cms-a app: x', 'cms-a', '2026-01-05T10:31:07.500Z', 'app: x'],
  ['<14>Jan  5 10:31:07 app: no host', '', '2026-01-05T10:31:07.000Z', 'app: no host'],
  ['<14>cms-a text', 'cms-a', null, 'text'],
  ['<14>', '', null, ''],
])('a line of the older kind is taken apart: %s', (line, host, told, text) => {
  expect(read(line)).toEqual({ host, program: '', told, text });
});

test.each([
  ['<165>1 2026-01-05T10:31:07.003Z cms-a app 12 ID47 - the text', 'cms-a', 'app', '2026-01-05T10:31:07.003Z', 'the text'],
  ['<165>1 2026-01-05T10:31:07Z cms-a app - - [a@1 x="1 \\"]2"][b@1] the text', 'cms-a', 'app', '2026-01-05T10:31:07.000Z', 'the text'],
  ['<165>1 - - - - - - \ufefftext', '', '', null, 'text'],
  ['<165>1 - cms-a app - - -', 'cms-a', 'app', null, ''],
])('a line of RFC 5424 is taken apart: %s', (line, host, program, told, text) => {
  expect(read(line)).toEqual({ host, program, told, text });
});

test.each([
  ['no priority', 'Jan  5 10:31:07 cms-a x'],
  ['an empty priority', '<>x'],
  ['a priority that there is not', '<192>x'],
  ['a priority that does not end', '<14'],
  ['a header that is not whole', '<14>1 2026-01-05T10:31:07Z cms-a app'],
  ['structured data that does not end', '<14>1 - cms-a app - - [a b="c] text'],
  ['structured data that is none', '<14>1 - cms-a app - - x text'],
])('what is no line of syslog is refused: %s', (_, line) => {
  expect(read(line)).toBeNull();
});

describe('a time without a year', () => {
  test.each([
    ['Dec 31 23:59:59', Date.UTC(2026, 0, 1), '2025-12-31T23:59:59.000Z'],
    ['Jan  1 00:00:01', Date.UTC(2025, 11, 31, 23), '2026-01-01T00:00:01.000Z'],
  ])('is in the year that brings it closest to now: %s', (time, nowMs, told) => {
    expect(read(`<14>${time} cms-a x`, nowMs)?.told).toBe(told);
  });

  test('that cannot be is none', () => {
    expect(read('<14>Jan 41 10:00:00 cms-a x')).toMatchObject({ told: null, host: 'cms-a', text: 'x' });
  });
});

test('whatever comes in, nothing throws and no text lies outside the line', () => {
  const piece = fc.constantFrom('<14>', '<', '>', '1 ', ' ', '-', 'Jan  5 10:31:07', 'user.info', '[', ']', '"', '\\', 'cms', ':', '2026-01-05T10:31:07Z');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const data = Buffer.from(`${pieces.join('')} and more`);
      const end = data.length - 9;
      const header = readHeader(data, 0, end, now);
      if (header) expect(header.textFrom).toBeLessThanOrEqual(end);
    }),
  );
});
