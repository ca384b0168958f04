/** A time without a year (`WrittenTime`) in a year, in milliseconds since 1970 by the clock that showed it; null if that year has no such day, as most have no 29 February. */
export function inYear(ms: number, year: number): number | null {
  const written = new Date(ms);
  const at = new Date(ms);
  at.setUTCFullYear(year);
  return at.getUTCDate() === written.getUTCDate() ? at.getTime() : null;
}
