import type { BrowserMove } from '@/lib/trace/har/browser-moves';
import { keys, type HeardBook } from '@/lib/trace/heard-book';
import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import type { MoveDraft } from '@/lib/trace/move-drafts';
import { noRefusals, type Refusals } from '@/lib/trace/refusals';

/** All that was said of one move. */
export interface MoveCase extends MoveDraft {
  readonly account: string | null;
  readonly newAccount: string | null;
  /** The person's, as the logs have it. */
  readonly name: string | null;
  /** In the order of time. */
  readonly heard: readonly Heard[];
  /** Whether the bridge that was asked was at nothing else meanwhile: what it did then and names nobody is of this move. */
  readonly isAlone: boolean;
  /** Of a bridge that was at several moves: credentials that were to be stored meanwhile and were not, for this move or another. */
  readonly notStored: Heard | null;
  /** That a session was refused, most likely the newcomer's: see `refusals.ts`. */
  readonly likelyRefused: HeardOf<'token-refused'> | null;
  /** What was said of this move or of another, and nothing tells of which. */
  readonly strays: readonly Heard[];
  /** The next move, of whom this one made. */
  readonly later: MoveDraft | null;
  /** As a recording of the browser shows it. */
  readonly browser: BrowserMove | null;
  /** The end of a recording of the browser that shows that it was never told. */
  readonly untold: Heard | null;
}

/** What is said of a move is said within so long: the browser's half minute, and what clocks are apart. In milliseconds. */
const beforeMs = 10_000;
const afterMs = 120_000;

/**
 * What was said of a move.
 * @param drafts it and all others, which could be taken for it
 * @param refusals of these, whose each can have been
 */
export function moveCase(draft: MoveDraft, drafts: readonly MoveDraft[], refusals: ReadonlyMap<MoveDraft, Refusals>, book: HeardBook): MoveCase {
  const near = (key: string | null) => (key === null ? [] : book.about(key).filter(({ atMs }) => atMs >= draft.atMs - beforeMs && atMs <= draft.atMs + afterMs));
  const untilMs = answeredAtMs(draft, book);
  const isAlone = drafts.every((other) => other === draft || other.place !== draft.place || other.atMs > untilMs || answeredAtMs(other, book) < draft.atMs);
  const account = draft.operation?.said.account ?? accountOf(draft.participant, book);
  const made = isAlone ? madeBeside(draft, untilMs, book) : [];
  const newAccount = accountOf(draft.newParticipant, book) ?? made.flatMap(({ said }) => (said.says === 'account-created' ? said.account : []))[0] ?? null;
  const ofOld = near(draft.participant);
  const ofNew = near(draft.newParticipant);
  // Whoever signed in, or calls from a device, keeps the account, and may be in other calls: then what names it counts only beside what names the leg.
  const keepsAccount = newAccount === account;
  const old = [...ofOld, ...(keepsAccount ? beside(ofOld, near(account)) : near(account))].filter(({ said }) => endsOld.has(said.says) || tellsOld.has(said.says));
  const fresh = [...ofNew, ...(keepsAccount ? beside(ofNew, near(account)).filter(({ said }) => !endsOld.has(said.says)) : near(newAccount))];
  const numberedWith = (lines: readonly Heard[]) => lines.flatMap(({ said, place }) => ('number' in said ? near(keys.numberedCall(said.number, place)) : []));
  // How somebody came to their old call, which may have been just before, is not of the move.
  const numbers = [...numberedWith(old).filter(({ said }) => endsOld.has(said.says)), ...numberedWith(fresh)];
  const request = draft.request?.lines ?? [];
  const heard = [...request, ...made, ...old, ...fresh, ...numbers, ...(draft.operation ? [draft.operation] : [])];
  const name = nameIn(heard);
  const refused = refusals.get(draft) ?? noRefusals;
  const strays = [...refused.strays, ...(draft.operation ? [] : makingBetween(draft, untilMs, book))];
  const ofClient = name === null ? [] : near(keys.client(name)).filter(({ atMs }) => atMs >= draft.atMs - 1_000);
  const later = drafts.find((other) => draft.newParticipant !== null && other.participant === draft.newParticipant) ?? null;
  const all = book.inOrder([...heard, ...ofClient]);
  return { ...draft, account, newAccount, name, isAlone, notStored: isAlone ? null : notStoredBeside(draft, untilMs, book), heard: all, likelyRefused: refused.likely, strays, later, browser: null, untold: null };
}

/** Whether it is no browser that was moved, as far as the bridge says. `WC3` is the web app. */
export function isDevice({ operation }: Pick<MoveDraft, 'operation'>): boolean {
  return operation !== null && !/WC3/i.test(operation.said.client);
}

/** A bridge writes what it does at once within so long, in milliseconds. */
const atOnceMs = 1_000;

/** Those of some lines that were written at the time and place of others. */
function beside(others: readonly Heard[], lines: readonly Heard[]): Heard[] {
  return lines.filter((line) => others.some(({ place, atMs }) => place === line.place && Math.abs(atMs - line.atMs) <= atOnceMs));
}

const endsOld = new Set<Saying['says']>(['session-ended', 'call-ended', 'left', 'leg-ended', 'account-ended']);
const tellsOld = new Set<Saying['says']>(['move-told', 'no-web-bridge', 'move']);

/** The account that somebody comes by, as what names both tells it: events and records do when somebody appears, logs once they arrive, or are gone. */
function accountOf(participant: string | null, book: HeardBook): string | null {
  if (participant === null) return null;
  for (const one of book.about(participant)) {
    const { said, place } = one;
    if (said.says === 'appeared' && said.participant === participant && said.guest !== null) return said.guest;
    if ((said.says === 'joined' || said.says === 'token-taken') && said.participant === participant) return said.account;
    if (said.says !== 'leg-configured' && said.says !== 'leg-ended') continue;
    const numbered = book.about(keys.numberedCall(said.number, place));
    const named = said.says === 'leg-ended' ? beside([one], numbered).find(says('call-ended')) : numbered.findLast(says('call-allocated'));
    if (named) return named.said.account;
  }
  return null;
}

/** Until when the bridge that was asked is at it; where nothing tells, as long as it may take. */
function answeredAtMs({ atMs, request, newParticipant }: MoveDraft, book: HeardBook): number {
  const made = newParticipant === null ? undefined : book.about(newParticipant).find(says('participant-made'));
  return request?.lines.find(says('answer'))?.atMs ?? made?.atMs ?? atMs + beforeMs;
}

/** What a bridge does for a move between beginning it and answering names nobody: it is this move's if there is no other then. */
function madeBeside({ place, operation }: MoveDraft, untilMs: number, book: HeardBook): Heard[] {
  if (!operation) return [];
  const between = book.between(place, operation.atMs, untilMs).filter((one) => book.isAfter(one, operation));
  const accounts = between.filter(says('account-created'));
  return between.filter(({ said }) => said.says === 'storage' || said.says === 'placement' || (said.says === 'account-created' && accounts.length === 1));
}

function notStoredBeside({ place, operation }: MoveDraft, untilMs: number, book: HeardBook): Heard | null {
  if (!operation) return null;
  // A number may come again: what is stored is what was asked for last under it.
  const open: HeardOf<'storage'>[] = [];
  for (const one of book.between(place, operation.atMs, untilMs + beforeMs).filter(says('storage'))) {
    if (one.said.stage === 'scheduled') open.push(one);
    if (one.said.stage !== 'stored') continue;
    const asked = open.findLastIndex(({ said }) => said.request === one.said.request);
    if (asked >= 0) open.splice(asked, 1);
  }
  return open.find(({ atMs }) => atMs <= untilMs) ?? null;
}

const making = new Set<Saying['says']>(['storage', 'account-created', 'placement', 'leg-made', 'session-made']);

/** Where a bridge does not say that it begins a move, what it made for whomever until it had answered may be of that move all the same. */
function makingBetween({ place, atMs, request }: MoveDraft, untilMs: number, book: HeardBook): Heard[] {
  return request === null ? [] : book.between(place, atMs, untilMs).filter(({ said }) => making.has(said.says));
}

function nameIn(heard: readonly Heard[]): string | null {
  const ended = heard.find((one): one is HeardOf<'account-ended'> => one.said.says === 'account-ended' && one.said.name !== null);
  return heard.find(says('call-allocated'))?.said.name ?? ended?.said.name ?? null;
}
