import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogLine } from '@/lib/trace/log/log-line';
import { LogReader, longestLine } from '@/lib/trace/log/log-reader';

function read(...lines: string[]) {
  const found: LogLine[] = [];
  const reader = new LogReader('a.log', (line) => found.push(line));
  for (const [at, line] of lines.entries()) reader.read(line, at + 1);
  reader.finish();
  return { lines: found.map(({ host, line, text }) => ({ host, line, text })), headless: reader.headless, cut: reader.cut };
}

describe('a log is read', () => {
  test.each([
    ['the event log of the web admin', '2026-01-15  10:31:07.601  Info     call 7: SIP call ringing', null, 'call 7: SIP call ringing'],
    ['syslog', 'Jan 15 10:31:07 user.info cms-a host:server:  INFO : API trace 8889: x', 'cms-a', 'API trace 8889: x'],
    ['syslog with milliseconds', 'Jan 15 10:31:07.594 user.info cms-a host:server: INFO : x', 'cms-a', 'x'],
    ['audit lines', 'Jan 15 10:31:07.601 local0.info cms-a host:server:  INFO : 192.0.2.50: API user "cmm" x', 'cms-a', '192.0.2.50: API user "cmm" x'],
    ['lines of a web bridge', 'Jan 15 10:31:07.601 local0.info wb-a client_backend: INFO : WebSocket : x', 'wb-a', 'WebSocket : x'],
    ['access lines of a web bridge', 'Jan 15 10:31:07 local7.info wb-a wb3_frontend: [Join call:7] 192.0.2.9 - - x', 'wb-a', '[Join call:7] 192.0.2.9 - - x'],
    ['what a collector has written anew', '2026-01-15T10:31:07.601+01:00 cms-a host:server: INFO : x', 'cms-a', 'x'],
    ['with the priority in front', '<14>Jan 15 10:31:07.601 user.info cms-a host:server:  INFO : x', 'cms-a', 'x'],
  ])('%s', (_, line, host, text) => {
    expect(read(line).lines).toEqual([{ host, line: 1, text }]);
  });

  test('with lines that run together', () => {
    const { lines } = read('2026-01-15 10:31:07.601 Info call 1: one 2026-01-15 10:31:08 Info call 1: two', 'Jan 15 10:31:07 user.info a host:server: INFO : x Jan 15 10:31:07 user.info b host:server: INFO : y');
    expect(lines.map(({ host, text, line }) => [line, host, text])).toEqual([[1, null, 'call 1: one'], [1, null, 'call 1: two'], [2, 'a', 'x'], [2, 'b', 'y']]);
  });

  test('with lines that were wrapped, also within a GUID', () => {
    const { lines } = read('2026-01-15 10:31:07.601 Info destroying API call leg 26de0160-30b5-', '4d7b-8a05-304472af284a', '2026-01-15 10:31:08 Info participant "a" joined', 'space x');
    expect(lines.map(({ text }) => text)).toEqual(['destroying API call leg 26de0160-30b5-4d7b-8a05-304472af284a', 'participant "a" joined space x']);
  });

  test('and what comes before any time is counted as skipped', () => {
    expect(read('some prose', '38a655fa6467 (Space 1) 2026-01-15 10:31:07.601 Info x')).toMatchObject({ lines: [{ text: 'x' }], headless: 2 });
  });

  test('and a line without end is cut, and counted', () => {
    const { lines, cut } = read(`2026-01-15 10:31:07.601 Info ${'x'.repeat(longestLine)}`);
    expect([lines.length, cut, (lines[0]?.text.length ?? 0) < longestLine]).toEqual([1, 1, true]);
  });

  test('whatever it holds, without an error', () => {
    const piece = fc.constantFrom('2026-01-15 10:31:07.601 Info ', 'Jan 15 10:31:07 user.info a host:server: INFO : ', 'x', ' ', '\u0000', '26de0160-', '"', '99:99:99', '<14>');
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 8 }), { maxLength: 8 }), (lines) => {
        const texts = lines.map((pieces) => pieces.join(''));
        expect(() => read(...texts)).not.toThrow();
      }),
    );
  });
});
