const space = 32;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const halfAYearMs = 183 * 86_400_000;
const shortTime = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
const longTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** Where the token that begins at `from` ends. */
export function tokenEnd(data: Buffer, from: number, end: number): number {
  let at = from;
  // Not indexOf: it would look beyond the end of a frame that has no space.
  while (at < end && data[at] !== space) at += 1;
  return at;
}

/** How many octets the time takes that begins at `from`; 0 if there is none. */
export function timeLength(data: Buffer, from: number, end: number): number {
  const first = data[from] ?? 0;
  if (first >= 48 && first <= 57) {
    const length = tokenEnd(data, from, end) - from;
    return longTime.test(data.toString('latin1', from, from + length)) ? length : 0;
  }
  // `Mmm dd hh:mm:ss` has two spaces in it; after them comes the time of day.
  if (data[from + 3] !== space || data[from + 6] !== space) return 0;
  const length = tokenEnd(data, from + 7, end) - from;
  return shortTime.test(data.toString('latin1', from, from + length)) ? length : 0;
}

/**
 * The time between two places, in milliseconds since 1970; null if there can be no such time. Without a year, the one that brings it
 * closest to now is meant; without a zone, UTC.
 */
export function toldAt(data: Buffer, from: number, to: number, nowMs: number): number | null {
  const text = data.toString('latin1', from, to);
  if (longTime.test(text)) {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? null : ms;
  }
  const [, monthName = '', day, hour, minute, second, fraction = '0'] = shortTime.exec(text) ?? [];
  const month = months.indexOf(monthName);
  if (month < 0 || Number(day) > 31 || Number(day) < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const inYear = (year: number) => Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second), Math.floor(Number(`0.${fraction}`) * 1000));
  const year = new Date(nowMs).getUTCFullYear();
  const ms = inYear(year);
  if (ms - nowMs > halfAYearMs) return inYear(year - 1);
  return nowMs - ms > halfAYearMs ? inYear(year + 1) : ms;
}
