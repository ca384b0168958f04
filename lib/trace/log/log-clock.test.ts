import { describe, expect, test } from 'vitest';
import { msNear } from '@/lib/trace/clock/zone-evidence';
import { headsIn } from '@/lib/trace/log/line-heads';
import { LogClock } from '@/lib/trace/log/log-clock';

const nowMs = Date.UTC(2026, 0, 5, 12);

function told(line: string, timeZone: string | null = null) {
  const clock = new LogClock({ timeZone, nowMs });
  const [head] = headsIn(line);
  return head ? new Date(clock.msOf(head.time)).toISOString() : null;
}

describe('when a line was logged', () => {
  test.each([
    ['2026-01-05  10:31:07.601  Info     x', null, '2026-01-05T10:31:07.601Z'],
    ['2026-01-05  10:31:07.601  Info     x', 'Europe/Berlin', '2026-01-05T09:31:07.601Z'],
    ['2025-07-05  10:31:07.601  Info     x', 'Europe/Berlin', '2025-07-05T08:31:07.601Z'],
    ['Jan  5 10:31:07 user.info cms-a host:server:  INFO : x', null, '2026-01-05T10:31:07.000Z'],
    ['Dec 31 23:59:59.5 user.info cms-a host:server:  INFO : x', 'Asia/Kolkata', '2025-12-31T18:29:59.500Z'],
    ['2026-01-05T11:31:07.5+01:00 cms-a host:server: INFO : x', 'Asia/Kolkata', '2026-01-05T10:31:07.500Z'],
  ])('%s, in %s', (line, zone, at) => {
    expect(told(line, zone)).toBe(at);
  });

  test.each([
    [Date.UTC(2028, 2, 2), '2028-02-29T10:31:07.000Z'],
    [Date.UTC(2029, 0, 10), '2028-02-29T10:31:07.000Z'],
    [Date.UTC(2026, 10, 26), '2024-02-29T10:31:07.000Z'],
  ])('on 29 February without a year, by a clock that shows %i, is the last one that there was', (nowOfClock, at) => {
    const [head] = headsIn('Feb 29 10:31:07 user.info cms-a host:server:  INFO : x');
    expect(head && new Date(new LogClock({ timeZone: null, nowMs: nowOfClock }).msOf(head.time)).toISOString()).toBe(at);
    expect(head && new Date(msNear(head.time, Date.parse(at) + 86_400_000)).toISOString()).toBe(at);
  });

  test('is as the clocks showed it on both sides of the change to winter', () => {
    expect(told('2025-10-26  00:30:00  Info  x', 'Europe/Berlin')).toBe('2025-10-25T22:30:00.000Z');
    expect(told('2025-10-26  04:30:00  Info  x', 'Europe/Berlin')).toBe('2025-10-26T03:30:00.000Z');
  });
});
