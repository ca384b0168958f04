const space = 32;
const colon = 58;
const dot = 46;
const monthNames = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const halfAYearMs = 183 * 86_400_000;
/** `Mmm dd hh:mm:ss` */
const shortLength = 15;
const longTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** A time that was found; `ms` is null if there can be no such time, and in milliseconds since 1970 otherwise. */
export interface FoundTime {
  readonly ms: number | null;
  /** Where it ends. */
  readonly end: number;
}

/** Where the token that begins at `from` ends. */
export function tokenEnd(data: Buffer, from: number, end: number): number {
  let at = from;
  // Not indexOf: it would look beyond the end of a frame that has no space.
  while (at < end && data[at] !== space) at += 1;
  return at;
}

/**
 * The time that begins at `from`, of RFC 5424 or of RFC 3164; null if there is none. Without a year, the one that brings it closest
 * to now is meant; without a zone, UTC.
 */
export function timeAt(data: Buffer, from: number, end: number, nowMs: number): FoundTime | null {
  return isDigit(data[from]) ? longTimeAt(data, from, end) : shortTimeAt(data, from, end, nowMs);
}

function longTimeAt(data: Buffer, from: number, end: number): FoundTime | null {
  const to = tokenEnd(data, from, end);
  const text = data.toString('latin1', from, to);
  if (!longTime.test(text)) return null;
  const ms = Date.parse(text);
  return { ms: Number.isNaN(ms) ? null : ms, end: to };
}

/** Looks at the octets itself: every line of every bridge has one. */
function shortTimeAt(data: Buffer, from: number, end: number, nowMs: number): FoundTime | null {
  const month = monthAt(data, from);
  const to = fractionEnd(data, from + shortLength, end);
  const isTime = data[from + 3] === space && data[from + 6] === space && data[from + 9] === colon && data[from + 12] === colon;
  if (month < 0 || !isTime || to > end || (to < end && data[to] !== space)) return null;
  const [day, hour, minute, second] = [numberAt(data, from + 4), numberAt(data, from + 7), numberAt(data, from + 10), numberAt(data, from + 13)];
  if (Number.isNaN(day + hour + minute + second)) return null;
  if (day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return { ms: null, end: to };
  const ofDayMs = ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs(data, from + shortLength, to);
  return { ms: closestTo(nowMs, month, day, ofDayMs), end: to };
}

function closestTo(nowMs: number, month: number, day: number, ofDayMs: number): number {
  const year = new Date(nowMs).getUTCFullYear();
  const ms = Date.UTC(year, month, day) + ofDayMs;
  if (ms - nowMs > halfAYearMs) return Date.UTC(year - 1, month, day) + ofDayMs;
  return nowMs - ms > halfAYearMs ? Date.UTC(year + 1, month, day) + ofDayMs : ms;
}

/** 0 for January; -1 if no month begins here. */
function monthAt(data: Buffer, from: number): number {
  for (let month = 0; month < 12; month += 1) {
    const at = month * 3;
    if (data[from] === monthNames.charCodeAt(at) && data[from + 1] === monthNames.charCodeAt(at + 1) && data[from + 2] === monthNames.charCodeAt(at + 2)) return month;
  }
  return -1;
}

/** Two digits, of which the first may be a space; NaN if it is none. */
function numberAt(data: Buffer, at: number): number {
  const [first, second] = [data[at], data[at + 1]];
  if (!isDigit(second) || !(isDigit(first) || first === space)) return NaN;
  return (first === space ? 0 : (first - 48) * 10) + second - 48;
}

function fractionEnd(data: Buffer, from: number, end: number): number {
  if (data[from] !== dot || from >= end) return from;
  let to = from + 1;
  while (to < end && isDigit(data[to])) to += 1;
  return to;
}

/** The digits behind a point, as whole milliseconds. */
function fractionMs(data: Buffer, from: number, to: number): number {
  let ms = 0;
  for (let place = 1, worth = 100; place <= 3 && from + place < to; place += 1, worth /= 10) ms += ((data[from + place] ?? 48) - 48) * worth;
  return ms;
}

function isDigit(octet: number | undefined): octet is number {
  return octet !== undefined && octet >= 48 && octet <= 57;
}
