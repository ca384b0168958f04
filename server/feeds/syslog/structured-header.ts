import type { Header } from '@/server/feeds/syslog/header';
import { timeAt, tokenEnd } from '@/server/feeds/syslog/told-time';

const open = 91;
const close = 93;
const quote = 34;
const backslash = 92;
const space = 32;
const hyphen = 45;

/**
 * Reads what stands before the text of a line of RFC 5424, from its time on: time, host, program, process, message id, structured
 * data. A `-` stands for what is not told.
 * @returns null if a part of it is missing
 */
export function readStructuredHeader(data: Buffer, from: number, end: number): Header | null {
  const ends: number[] = [];
  let at = from;
  for (let part = 0; part < 5; part += 1) {
    const to = tokenEnd(data, at, end);
    if (to >= end) return null;
    ends.push(to);
    at = to + 1;
  }
  const [timeTo = 0, hostTo = 0, programTo = 0] = ends;
  const afterData = endOfData(data, at, end);
  if (afterData === null) return null;
  const told = (start: number, to: number) => (to - start === 1 && data[start] === hyphen ? '' : data.toString('latin1', start, to));
  return {
    host: told(timeTo + 1, hostTo),
    toldAtMs: timeAt(data, from, end, 0)?.ms ?? null,
    program: told(hostTo + 1, programTo),
    textFrom: afterMark(data, Math.min(afterData + 1, end), end),
  };
}

/** Where the structured data ends: `-`, or elements in brackets with quoted values. Null if it does not end. */
function endOfData(data: Buffer, from: number, end: number): number | null {
  if (data[from] !== open) {
    const to = tokenEnd(data, from, end);
    return to - from === 1 && data[from] === hyphen ? to : null;
  }
  let quoted = false;
  for (let at = from; at < end; at += 1) {
    const octet = data[at];
    if (quoted && octet === backslash) at += 1;
    else if (octet === quote) quoted = !quoted;
    else if (!quoted && octet === close && data[at + 1] !== open) return at + 1 >= end || data[at + 1] === space ? at + 1 : null;
  }
  return null;
}

/** A text that says that it is UTF-8 begins with a mark of three octets. */
function afterMark(data: Buffer, from: number, end: number): number {
  return from + 3 <= end && data[from] === 0xef && data[from + 1] === 0xbb && data[from + 2] === 0xbf ? from + 3 : from;
}
