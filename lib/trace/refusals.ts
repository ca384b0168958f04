import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import { keys, type HeardBook } from '@/lib/trace/heard-book';
import type { MoveDraft } from '@/lib/trace/move-drafts';

/** Sessions that web bridges refused around a move: they do not say whose. */
export interface Refusals {
  /** Those that can be nobody else's. */
  readonly own: readonly HeardOf<'token-refused'>[];
  /** What came when this one was expected and nobody else, while somebody else was still on their way. */
  readonly likely: HeardOf<'token-refused'> | null;
  /** Those of this move or of another, and nothing tells of which. */
  readonly strays: readonly Heard[];
}

/** How long a browser takes from its old call to the new one, at the longest, and mostly: in the lab it is a fifth of a second. In milliseconds. */
const changeOverMs = 15_000;
const mostlyMs = 3_000;

/** @param drafts the move and all others, whose refusals they could be */
export function refusalsOf(draft: MoveDraft, drafts: readonly MoveDraft[], book: HeardBook): Refusals {
  const possible = book.about(keys.refused).filter(says('token-refused')).filter(({ atMs }) => isOnItsWay(draft, atMs, book));
  const othersAt = new Map(possible.map((one) => [one, drafts.filter((other) => other !== draft && isOnItsWay(other, one.atMs, book))]));
  const own = possible.filter((one) => othersAt.get(one)?.length === 0);
  const unsure = possible.filter((one) => !own.includes(one));
  const isLikely = (one: HeardOf<'token-refused'>) => isDueAt(draft, one, book) && !othersAt.get(one)?.some((other) => isDueAt(other, one, book));
  const isOfAnother = (one: HeardOf<'token-refused'>) => !isDueAt(draft, one, book) && othersAt.get(one)?.filter((other) => isDueAt(other, one, book)).length === 1;
  const likely = unsure.filter(isLikely);
  return { own, likely: likely[0] ?? null, strays: unsure.filter((one) => !likely.includes(one) && !isOfAnother(one)) };
}

function isOnItsWay({ participant, newParticipant }: MoveDraft, atMs: number, book: HeardBook): boolean {
  const left = participant === null ? undefined : book.about(participant).find(says('leg-ended'))?.atMs;
  const hasArrived = newParticipant !== null && book.about(newParticipant).some(({ said }) => said.says === 'joined');
  return left !== undefined && left - 1_000 <= atMs && atMs <= left + changeOverMs && !hasArrived;
}

/** Whether the web bridge that refused somebody had, by its own clock, just told this browser to come over, and has not taken its token. */
function isDueAt({ participant, newParticipant }: MoveDraft, { place, atMs }: Heard, book: HeardBook): boolean {
  if (participant === null || (newParticipant !== null && book.about(newParticipant).some(says('token-taken')))) return false;
  return book.about(participant).filter(says('move-told')).some((told) => told.place === place && told.atMs <= atMs && atMs <= told.atMs + mostlyMs);
}
