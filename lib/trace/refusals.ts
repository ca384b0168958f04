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

/** A refusal of which nothing tells whose it was of some. */
interface Unclear {
  readonly refusal: Refusal;
  readonly open: readonly OnTheWay[];
}

/**
 * Whose the refusals can have been, by ruling out whose they were not: a browser is refused once, so that whoever was refused earlier, or has come in,
 * is not who is refused now. Of those who remain it is the only one, or the only one who was just told to come over. Where as many were refused as remain,
 * it was all of them.
 * @param drafts all moves that there are; of those that are not in the answer nobody was refused
 */
export function refusalsIn(drafts: readonly MoveDraft[], book: HeardBook): ReadonlyMap<MoveDraft, Refusals> {
  const found = new Map<MoveDraft, Refusals>();
  const onTheirWay = new Set(drafts.flatMap((draft) => onTheWay(draft, book) ?? []));
  const groups: Unclear[][] = [];
  for (const refusal of book.inOrder(book.about(keys.refused)).filter(says('token-refused'))) {
    const open = openTo(refusal, [...onTheirWay], book);
    const due = open.filter(({ draft }) => isDueAt(draft, refusal, book));
    const [whose] = open.length === 1 ? open : due.length === 1 ? due : [];
    if (whose) {
      onTheirWay.delete(whose);
      give(found, whose, refusal);
    } else if (open.length > 0) join(groups, { refusal, open });
  }
  for (const group of groups) {
    const left = [...new Set(group.flatMap(({ open }) => open))].filter((one) => onTheirWay.has(one));
    const isClear = left.length === group.length && new Set(group.map(({ refusal }) => refusal.said.why)).size === 1;
    for (const [at, { refusal, open }] of group.entries()) {
      const one = left[at];
      if (isClear && one) give(found, one, refusal);
      else for (const { draft } of open) stray(found, draft, refusal);
    }
  }
  return found;
}

/** Adds a refusal to those that can have been of the same people. */
function join(groups: Unclear[][], unclear: Unclear): void {
  const isOfSame = (group: readonly Unclear[]) => group.some(({ open }) => open.some((one) => unclear.open.includes(one)));
  const others = groups.filter((group) => !isOfSame(group));
  const same = groups.filter(isOfSame).flat();
  groups.splice(0, groups.length, ...others, [...same, unclear]);
}

/** A refusal is somebody's: most likely, if it is known who they became. If not, it is not known either whether they came in. */
function give(found: Map<MoveDraft, Refusals>, { draft }: OnTheWay, refusal: Refusal): void {
  if (draft.newParticipant === null) stray(found, draft, refusal);
  else found.set(draft, { ...(found.get(draft) ?? noRefusals), likely: refusal });
}

function stray(found: Map<MoveDraft, Refusals>, draft: MoveDraft, refusal: Refusal): void {
  const { likely, strays } = found.get(draft) ?? noRefusals;
  found.set(draft, { likely, strays: [...strays, refusal] });
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
  const turnedAway = possible.filter(({ draft }) => turnedAwayFor(draft, book).length > 0);
  return turnedAway.length > 0 ? turnedAway : possible;
}

/** Whether it was not this one, by what the same web bridge said: nobody comes before they are told to, and whose token was taken had one. Nor is one refused for two reasons. */
function isRuledOut(draft: MoveDraft, { place, atMs, said: { why } }: Refusal, book: HeardBook): boolean {
  const told = toldBy(place, draft, book);
  const isToldLater = told.length > 0 && told.every((one) => one.atMs > atMs);
  const taken = ofNewcomer(draft, book).filter(says('token-taken'));
  const reasons = turnedAwayFor(draft, book);
  return isToldLater || (reasons.length > 0 && !reasons.includes(why)) || (why.startsWith('token-') && taken.some((one) => one.place === place && one.atMs <= atMs));
}

/** For what the call bridge turned the newcomer away. */
function turnedAwayFor(draft: MoveDraft, book: HeardBook): string[] {
  return ofNewcomer(draft, book).filter(says('not-admitted')).map(({ said }) => said.why);
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
