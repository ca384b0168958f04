import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import { keys, type HeardBook } from '@/lib/trace/heard-book';
import type { Saying } from '@/lib/trace/log/saying';
import type { MoveDraft } from '@/lib/trace/move-drafts';

type Refusal = HeardOf<'token-refused'>;

/** What web bridges' refusals mean for a move. They do not say whom they refuse: nothing shows that one was not of somebody whose lines are missing. */
export interface Refusals {
  /** One that most likely was of this move. */
  readonly likely: Refusal | null;
  /** Those that were of this move or of another, and nothing tells of which. */
  readonly strays: readonly Heard[];
}

export const noRefusals: Refusals = { likely: null, strays: [] };

/** Somebody who left their old call, and of whom nothing shows that they came in to the new one. */
interface OnTheWay {
  readonly draft: MoveDraft;
  readonly leftMs: number;
}

/** How long a browser takes from its old call to the new one, at the longest, and mostly: in the lab it is a fifth of a second. In milliseconds. */
const changeOverMs = 15_000;
const mostlyMs = 3_000;
/** By so much the clocks of a call bridge and of a web bridge may still be apart, in milliseconds. */
const clocksDifferMs = 1_000;

/**
 * Whose refusals can have been, by ruling out whose they were not: a browser is refused once, so that whoever was refused earlier, or has come in,
 * is not who is refused now. Of those who remain it is the only one, or the only one who was just told to come over.
 * @param drafts all moves that there are; of those that are not in the answer nobody was refused
 */
export function refusalsIn(drafts: readonly MoveDraft[], book: HeardBook): ReadonlyMap<MoveDraft, Refusals> {
  const found = new Map<MoveDraft, Refusals>();
  const ofMove = (draft: MoveDraft) => found.get(draft) ?? noRefusals;
  const onTheirWay = new Set(drafts.flatMap((draft) => onTheWay(draft, book) ?? []));
  for (const refusal of book.inOrder(book.about(keys.refused)).filter(says('token-refused'))) {
    const open = openTo(refusal, [...onTheirWay], book);
    const due = open.filter(({ draft }) => isDueAt(draft, refusal, book));
    const [whose] = open.length === 1 ? open : due.length === 1 ? due : [];
    if (whose) onTheirWay.delete(whose);
    // Of whom it is not known who they became it is not known either whether they came in.
    if (whose && whose.draft.newParticipant !== null) found.set(whose.draft, { ...ofMove(whose.draft), likely: refusal });
    else for (const { draft } of whose ? [whose] : open) found.set(draft, { ...ofMove(draft), strays: [...ofMove(draft).strays, refusal] });
  }
  return found;
}

/** What shows of a newcomer that they came in, although other lines of it may be missing. */
const arrives = new Set<Saying['says']>(['leg-configured', 'joined']);

function onTheWay(draft: MoveDraft, book: HeardBook): OnTheWay | null {
  const left = draft.participant === null ? undefined : book.about(draft.participant).find(says('leg-ended'));
  const hasArrived = ofNewcomer(draft, book).some(({ said }) => arrives.has(said.says));
  return left && !hasArrived ? { draft, leftMs: left.atMs } : null;
}

/** Those whose refusal it can be. Where the call bridge turned somebody away for that reason, it is one of these. */
function openTo(refusal: Refusal, people: readonly OnTheWay[], book: HeardBook): OnTheWay[] {
  const isAway = ({ leftMs }: OnTheWay) => leftMs - clocksDifferMs <= refusal.atMs && refusal.atMs <= leftMs + changeOverMs;
  const possible = people.filter((one) => isAway(one) && !isRuledOut(one.draft, refusal, book));
  const turnedAway = possible.filter(({ draft }) => ofNewcomer(draft, book).filter(says('not-admitted')).some(({ said }) => said.why === refusal.said.why));
  return turnedAway.length > 0 ? turnedAway : possible;
}

/** Whether it was not this one, by what the same web bridge said: nobody comes before they are told to, and whose token was taken had one. */
function isRuledOut(draft: MoveDraft, { place, atMs, said: { why } }: Refusal, book: HeardBook): boolean {
  const told = toldBy(place, draft, book);
  const isToldLater = told.length > 0 && told.every((one) => one.atMs > atMs);
  const taken = ofNewcomer(draft, book).filter(says('token-taken'));
  return isToldLater || (why.startsWith('token-') && taken.some((one) => one.place === place && one.atMs <= atMs));
}

/** Whether the web bridge that refused somebody had just told this browser to come over. */
function isDueAt(draft: MoveDraft, { place, atMs }: Refusal, book: HeardBook): boolean {
  return toldBy(place, draft, book).some((one) => one.atMs <= atMs && atMs <= one.atMs + mostlyMs);
}

/** That a web bridge told the browser to come over. What came first is certain by one clock only, hence of the same bridge. */
function toldBy(place: string, { participant }: MoveDraft, book: HeardBook): Heard[] {
  return participant === null ? [] : book.about(participant).filter(says('move-told')).filter((one) => one.place === place);
}

function ofNewcomer({ newParticipant }: MoveDraft, book: HeardBook): readonly Heard[] {
  return newParticipant === null ? [] : book.about(newParticipant);
}
