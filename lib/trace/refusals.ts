import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import { keys, type HeardBook } from '@/lib/trace/heard-book';
import type { Saying } from '@/lib/trace/log/saying';
import type { MoveDraft } from '@/lib/trace/move-drafts';

type Refusal = HeardOf<'token-refused'>;

/** Sessions that web bridges refused around a move. They do not say whose: nothing shows that one was not of somebody whose lines are missing. */
export interface Refusals {
  /** One that most likely was this one's. */
  readonly likely: Refusal | null;
  /** Those of this move or of another, and nothing tells of which. */
  readonly strays: readonly Heard[];
}

/** How long a browser takes from its old call to the new one, at the longest, and mostly: in the lab it is a fifth of a second. In milliseconds. */
const changeOverMs = 15_000;
const mostlyMs = 3_000;

/**
 * A browser is refused once. Whoever was refused earlier, or has come in, is not who is refused now; of those
 * who remain it is the one who was just told to come over.
 * @param drafts the move and all others, whose refusals they could be
 */
export function refusalsOf(draft: MoveDraft, drafts: readonly MoveDraft[], book: HeardBook): Refusals {
  const all = book.about(keys.refused).filter(says('token-refused'));
  const possible = all.filter(({ atMs }) => isOnItsWay(draft, atMs, book));
  const firstMs = Math.min(...possible.map(({ atMs }) => atMs)) - changeOverMs;
  const lastMs = Math.max(...possible.map(({ atMs }) => atMs));
  const refusedBefore = new Set<MoveDraft>();
  const [likely, strays]: [Refusal[], Refusal[]] = [[], []];
  for (const one of all.filter(({ atMs }) => atMs >= firstMs && atMs <= lastMs).sort((a, b) => a.atMs - b.atMs)) {
    const open = openTo(one, drafts.filter((other) => !refusedBefore.has(other)), book);
    const due = open.filter((other) => isDueAt(other, one, book));
    const [whose] = open.length === 1 ? open : due.length === 1 ? due : [];
    if (whose) refusedBefore.add(whose);
    // Of whom it is not known who they became it is not known either whether they came in.
    if (whose === draft && draft.newParticipant !== null) likely.push(one);
    else if (open.includes(draft) && (!whose || whose === draft)) strays.push(one);
  }
  return { likely: likely[0] ?? null, strays };
}

/** Whose refusal it can be. Where the call bridge says who was turned away for that reason, it is one of these. */
function openTo(refusal: Refusal, drafts: readonly MoveDraft[], book: HeardBook): MoveDraft[] {
  const possible = drafts.filter((draft) => isOnItsWay(draft, refusal.atMs, book) && couldBe(draft, refusal, book));
  const turnedAway = possible.filter(({ newParticipant }) => newParticipant !== null && book.about(newParticipant).filter(says('not-admitted')).some(({ said }) => said.why === refusal.said.why));
  return turnedAway.length > 0 ? turnedAway : possible;
}

/** What shows of a newcomer that they came in, although other lines of it may be missing. */
const arrives = new Set<Saying['says']>(['leg-configured', 'joined']);

function isOnItsWay({ participant, newParticipant }: MoveDraft, atMs: number, book: HeardBook): boolean {
  const left = participant === null ? undefined : book.about(participant).find(says('leg-ended'))?.atMs;
  const hasArrived = newParticipant !== null && book.about(newParticipant).some(({ said }) => arrives.has(said.says));
  return left !== undefined && left - 1_000 <= atMs && atMs <= left + changeOverMs && !hasArrived;
}

/** Whether what the same web bridge said of somebody, by its own clock, goes with it: who has come in has a token, and nobody comes before they are told to. */
function couldBe({ participant, newParticipant }: MoveDraft, { place, atMs, said: { why } }: Refusal, book: HeardBook): boolean {
  const taken = newParticipant === null ? [] : book.about(newParticipant).filter(says('token-taken'));
  const told = participant === null ? [] : book.about(participant).filter(says('move-told')).filter((one) => one.place === place);
  const isToldLater = told.length > 0 && told.every((one) => one.atMs > atMs);
  return !isToldLater && !(why.startsWith('token-') && taken.some((one) => one.place === place && one.atMs <= atMs));
}

/** Whether the web bridge that refused somebody had, by its own clock, just told this browser to come over. */
function isDueAt({ participant }: MoveDraft, { place, atMs }: Heard, book: HeardBook): boolean {
  const told = participant === null ? [] : book.about(participant).filter(says('move-told'));
  return told.some((one) => one.place === place && one.atMs <= atMs && atMs <= one.atMs + mostlyMs);
}
