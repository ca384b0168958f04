import type { ZoneVote } from '@/lib/trace/clock/zone-evidence';
import type { Heard } from '@/lib/trace/heard';

/** From a line on the clocks are so many minutes ahead of UTC. */
export interface ZonePart {
  readonly fromLine: number;
  readonly minutes: number;
  /** When something was that lines of it were compared with, in milliseconds since 1970: it tells the year. */
  readonly nearMs: number;
}

/** The zone of all lines of a writer: one part, or two where clocks were put forward or back between. */
export type WriterZone = readonly ZonePart[];

/** One comparison alone may be chance. */
const leastVotes = 2;
/** So many times as many have to speak for a zone as for others. */
const clearly = 4;
/** By how much clocks are put forward or back, in minutes. */
const seasons = [30, 60];

/**
 * What the comparisons of a writer's lines come to; `thin` where they are too few, `contradictory` where they do not agree.
 * @param heard the writer's own
 */
export function zoneFrom(votes: readonly ZoneVote[], heard: readonly Heard[]): WriterZone | 'thin' | 'contradictory' {
  if (votes.length < leastVotes) return 'thin';
  const byLine = [...votes].sort((a, b) => a.line - b.line);
  const changed = changeIn(byLine, heard);
  if (changed) return changed;
  const counts = new Map<number, ZoneVote[]>();
  for (const vote of votes) if (vote.minutes !== null) counts.set(vote.minutes, [...(counts.get(vote.minutes) ?? []), vote]);
  const [most = []] = [...counts.values()].sort((a, b) => b.length - a.length);
  const [first] = most;
  const isClear = most.length >= leastVotes && most.length >= clearly * (votes.length - most.length);
  return first?.minutes !== null && first !== undefined && isClear ? [{ fromLine: 0, minutes: first.minutes, nearMs: first.nearMs }] : 'contradictory';
}

/** Clocks that were put forward or back: all before a line speak for one zone, all after it for another. */
function changeIn(votes: readonly ZoneVote[], heard: readonly Heard[]): WriterZone | null {
  const [begin, end] = [votes[0], votes.at(-1)];
  if (begin?.minutes == null || end?.minutes == null || !seasons.includes(Math.abs(end.minutes - begin.minutes))) return null;
  const before = votes.filter(({ minutes }) => minutes === begin.minutes);
  const after = votes.filter(({ minutes }) => minutes === end.minutes);
  const [lastBefore = 0, firstAfter = 0] = [before.at(-1)?.line, after[0]?.line];
  const isOneChange = before.length + after.length === votes.length && lastBefore < firstAfter && Math.min(before.length, after.length) >= leastVotes;
  if (!isOneChange) return null;
  const fromLine = lineOfChange(heard, { lastBefore, firstAfter, minutes: end.minutes - begin.minutes });
  return [{ fromLine: 0, minutes: begin.minutes, nearMs: begin.nearMs }, { fromLine, minutes: end.minutes, nearMs: end.nearMs }];
}

interface Change {
  readonly lastBefore: number;
  readonly firstAfter: number;
  readonly minutes: number;
}

/** Where clocks leap over the hour that is not, or begin it once more: what they show nowhere else tells that lines keep their order. */
function lineOfChange(heard: readonly Heard[], { lastBefore, firstAfter, minutes }: Change): number {
  const between = heard.filter(({ line }) => line >= lastBefore && line <= firstAfter).sort((a, b) => a.line - b.line);
  const leap = between.findIndex((one, at) => {
    const stepMs = (one.written?.ms ?? 0) - (between[at - 1]?.written?.ms ?? NaN);
    return minutes > 0 ? stepMs >= minutes * 60_000 : stepMs < 0;
  });
  return between[leap]?.line ?? firstAfter;
}
