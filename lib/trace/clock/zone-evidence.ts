import { clockPairs, type ClockPair } from '@/lib/trace/clock/clock-pairs';
import type { Heard } from '@/lib/trace/heard';
import { inYear } from '@/lib/trace/log/in-year';
import type { WrittenTime } from '@/lib/trace/log/log-line';

/** The lines of one file by one who logs: they are all written in one way. */
export type Writer = string;

/** Null of what tells when it was. */
export function writerOf({ written, file, place }: Heard): Writer | null {
  return written && written.offsetMinutes === null ? `${file}\n${place}` : null;
}

/** What a line that tells no zone says together with something that is known to have been just before or after. */
export interface ZoneVote {
  /** How far the writer is ahead of UTC, in minutes; null where no zone would bring the two together. */
  readonly minutes: number | null;
  /** The line, counted from 1. */
  readonly line: number;
  /** When the other was, in milliseconds since 1970. */
  readonly nearMs: number;
  /** What shows it. */
  readonly by: Heard;
}

const minuteMs = 60_000;
/** Zones are a multiple of this ahead of UTC, between these two. In minutes. */
const zoneStep = 15;
const [westernmost, easternmost] = [-12 * 60, 14 * 60];
/** Two zones are further apart than either is from UTC. */
const furthestApart = easternmost - westernmost;
/** Clocks are not further apart than this, beside their zones. In milliseconds. */
const apartMs = 3 * minuteMs;

/** What can be compared of lines that tell no zone: with what tells one, and with each other. */
export function zonePairs(heard: readonly Heard[]): ClockPair[] {
  if (!heard.some((one) => writerOf(one) !== null)) return [];
  return clockPairs(heard, (one) => writerOf(one) ?? 'known').filter(({ withinMs }) => Number.isFinite(withinMs));
}

/** How a line stands to something else. */
export interface Comparison {
  readonly isFirst: boolean;
  readonly withinMs: number;
  /** Whether of the other it is known when it was, rather than how its own zone stands to those of the rest. */
  readonly isAnchored: boolean;
}

/** Which zone brings a line next to something. @param otherMs when the other was */
export function voteOf(own: Heard, by: Heard, otherMs: number, { isFirst, withinMs, isAnchored }: Comparison): ZoneVote {
  const wallMs = own.written ? msNear(own.written, otherMs) : own.atMs;
  // The other was up to so much later than the line, or so much earlier.
  const high = wallMs - otherMs + (isFirst ? withinMs : 0) + apartMs;
  const low = wallMs - otherMs - (isFirst ? 0 : withinMs) - apartMs;
  const minutes = Math.floor(high / minuteMs / zoneStep) * zoneStep;
  const isZone = isAnchored ? minutes >= westernmost && minutes <= easternmost : Math.abs(minutes) <= furthestApart;
  const fits = isZone && minutes * minuteMs >= low;
  return { minutes: fits ? minutes : null, line: own.line, nearMs: otherMs, by };
}

/** What a clock showed, as if it stood in UTC; without a year that which is closest to a moment. Milliseconds since 1970. */
export function msNear({ ms, hasYear }: WrittenTime, nearMs: number): number {
  if (hasYear) return ms;
  const year = new Date(nearMs).getUTCFullYear();
  const apart = (one: number) => Math.abs(one - nearMs);
  const [closest = ms] = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((years) => inYear(ms, year + years) ?? []).sort((a, b) => apart(a) - apart(b));
  return closest;
}
