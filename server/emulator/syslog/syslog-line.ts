import { isAtLeast } from '../call-bridge/version';
import type { LogLine } from '../call-bridge/log/bridge-log';

/** Whose log it is. */
export interface SyslogSource {
  readonly kind: 'call-bridge' | 'web-bridge';
  readonly name: string;
  readonly version: string;
}

/** Numbers of RFC 3164, section 4.1.1. */
const facilities: Record<LogLine['facility'], number> = { user: 1, local0: 16, local7: 23 };
const severities: Record<LogLine['severity'], number> = { error: 3, warning: 4, info: 6 };
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Longer ones are cut: UDP could not carry them, and nobody reads them. */
const longestCharacters = 8_000;

/**
 * A line of a node's log as a syslog server gets it: `<14>Jan 15 10:31:07.601 user.info cbcms1 host:server:  INFO : ...`.
 * Times are UTC, with milliseconds from 3.0 on. Lines of a web bridge bring the name of their program along.
 * Source: `docs/cms-wire.md`, sections 8.1 and 8.4.
 */
export function syslogLine({ kind, name, version }: SyslogSource, { at, facility, severity, text }: LogLine): string {
  const priority = facilities[facility] * 8 + severities[severity];
  const month = months[Number(at.slice(5, 7)) - 1] ?? '';
  const day = String(Number(at.slice(8, 10))).padStart(2, ' ');
  const time = isAtLeast(version, '3.0') ? at.slice(11, 23) : at.slice(11, 19);
  const program = kind === 'call-bridge' ? `host:server: ${severity.toUpperCase().padStart(5, ' ')} : ` : '';
  return `<${priority}>${month} ${day} ${time} ${facility}.${severity} ${name} ${program}${text.slice(0, longestCharacters)}`;
}
