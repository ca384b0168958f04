import { expect, test } from 'vitest';
import { syslogLine } from './syslog-line';

const line = { number: 1, at: '2026-01-05T10:31:07.601Z', facility: 'user', severity: 'info', text: 'API trace 1: x' } as const;
const bridge = { kind: 'call-bridge', name: 'cms-a', version: '3.9' } as const;

test.each([
  [bridge, line, '<14>Jan  5 10:31:07.601 user.info cms-a host:server:  INFO : API trace 1: x'],
  [{ ...bridge, version: '2.9' }, line, '<14>Jan  5 10:31:07 user.info cms-a host:server:  INFO : API trace 1: x'],
  [bridge, { ...line, facility: 'local0', severity: 'warning' } as const, '<132>Jan  5 10:31:07.601 local0.warning cms-a host:server: WARNING : API trace 1: x'],
  [
    { kind: 'web-bridge', name: 'wb', version: '3.9' } as const,
    { ...line, at: '2026-12-25T00:00:00.000Z', facility: 'local7', text: 'wb3_frontend: [Join call:1]' } as const,
    '<190>Dec 25 00:00:00.000 local7.info wb wb3_frontend: [Join call:1]',
  ],
])('a line carries priority, time, facility and severity, node and program: %#', (source, given, expected) => {
  expect(syslogLine(source, given)).toBe(expected);
});

test('a line that is too long is cut', () => {
  expect(syslogLine(bridge, { ...line, text: 'x'.repeat(100_000) }).length).toBeLessThan(8_200);
});
