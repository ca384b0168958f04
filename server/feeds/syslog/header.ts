import { readStructuredHeader } from '@/server/feeds/syslog/structured-header';
import { timeAt, tokenEnd } from '@/server/feeds/syslog/told-time';

/** What stands before a line's text. */
export interface Header {
  /** As the line names it; empty where it names none. */
  readonly host: string;
  /** Milliseconds since 1970; null where the line has no time, or none that can be. */
  readonly toldAtMs: number | null;
  /** The program, where it is not part of the text; else empty. */
  readonly program: string;
  /** Where the text begins. */
  readonly textFrom: number;
}

const open = 60;
const close = 62;
const space = 32;
const colon = 58;
/** 23 facilities of 8 severities: RFC 5424, section 6.2.1. */
const highestPriority = 191;

const facilities = new Set(['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp']);
const severities = new Set(['emerg', 'alert', 'crit', 'err', 'error', 'warning', 'warn', 'notice', 'info', 'debug']);

/**
 * Reads what stands before the text of a line: RFC 5424, RFC 3164, and a bridge's own, which has facility and severity in words
 * between time and host. Source: docs/cms-wire.md, section 8.1.
 * @param nowMs a line of RFC 3164 does not tell the year: the one that brings it closest to now is meant
 * @returns null if it is no line of syslog: there is no priority
 */
export function readHeader(data: Buffer, start: number, end: number, nowMs: number): Header | null {
  const at = afterPriority(data, start, end);
  if (at === null) return null;
  // The version of RFC 5424.
  if (data[at] === 49 && data[at + 1] === space) return readStructuredHeader(data, at + 2, end);
  const timeFrom = data[at] === space ? at + 1 : at;
  const time = timeAt(data, timeFrom, end, nowMs);
  const { host, textFrom } = hostAndText(data, time ? Math.min(time.end + 1, end) : timeFrom, end);
  return { host, textFrom, toldAtMs: time?.ms ?? null, program: '' };
}

function afterPriority(data: Buffer, start: number, end: number): number | null {
  if (data[start] !== open) return null;
  let priority = 0;
  for (let at = start + 1; at < end && at < start + 5; at += 1) {
    const octet = data[at] ?? 0;
    if (octet === close) return at > start + 1 && priority <= highestPriority ? at + 1 : null;
    if (octet < 48 || octet > 57) return null;
    priority = priority * 10 + octet - 48;
  }
  return null;
}

function hostAndText(data: Buffer, from: number, end: number): Pick<Header, 'host' | 'textFrom'> {
  let at = from;
  let tokenTo = tokenEnd(data, at, end);
  let token = data.toString('latin1', at, tokenTo);
  if (isLevel(token)) {
    at = Math.min(tokenTo + 1, end);
    tokenTo = tokenEnd(data, at, end);
    token = data.toString('latin1', at, tokenTo);
  }
  // A tag where the host should be: the line names no host.
  if (tokenTo > at && data[tokenTo - 1] === colon) return { host: '', textFrom: at };
  return { host: token, textFrom: Math.min(tokenTo + 1, end) };
}

/** `user.info`, `local0.warning`: a facility and a severity in words. */
function isLevel(token: string): boolean {
  if (token === 'user.info') return true;
  const dot = token.indexOf('.');
  if (dot < 0 || !severities.has(token.slice(dot + 1))) return false;
  const facility = token.slice(0, dot);
  return facilities.has(facility) || /^local[0-7]$/.test(facility);
}
