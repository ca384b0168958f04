import { saidInBrowser, type BrowserMove } from '@/lib/trace/har/browser-moves';
import type { MoveCase } from '@/lib/trace/move-case';

/** A browser is told so long after its move began, at the most; and so much the clocks of the two may differ. In milliseconds. */
const toldWithinMs = 40_000;
const clocksDifferMs = 10_000;

/**
 * Moves with what recordings of browsers show of them: by whom both name, else by time, if one move alone can be meant. A recording of a move
 * that no log tells of is a move too.
 */
export function withBrowsers(cases: readonly MoveCase[], browsers: readonly BrowserMove[]): MoveCase[] {
  const browserOf = new Map<MoveCase, BrowserMove>();
  const tie = (browser: BrowserMove, move: MoveCase | undefined) => (move ? browserOf.set(move, browser) : undefined);
  const isOpen = (move: MoveCase) => !browserOf.has(move);
  const byName = new Map<string, MoveCase[]>();
  for (const move of cases) for (const name of namesOf(move)) byName.set(name, [...(byName.get(name) ?? []), move]);
  for (const browser of browsers) {
    const named = [...new Set(namesIn(browser).flatMap((name) => byName.get(name) ?? []))].filter(isOpen);
    tie(browser, closest(browser, named.filter((move) => isNamed(move, browser))));
  }
  const tied = new Set(browserOf.values());
  const loose = browsers.filter((browser) => !tied.has(browser));
  const candidates = loose.map((browser) => ({ browser, moves: cases.filter((move) => isOpen(move) && isPossible(move, browser)) }));
  for (const { browser, moves } of candidates) {
    const [only] = moves;
    const isOnly = moves.length === 1 && candidates.every((other) => other.browser === browser || !other.moves.some((move) => move === only));
    if (isOnly) tie(browser, only);
  }
  const all = new Set(browserOf.values());
  const together = cases.map((move) => seenBy(move, browserOf.get(move) ?? null));
  return [...together, ...browsers.filter((browser) => !all.has(browser)).map(seenAlone)].sort((a, b) => a.atMs - b.atMs);
}

function namesOf({ participant, newParticipant, account, newAccount }: MoveCase): string[] {
  return [participant, newParticipant, account, newAccount].filter((name) => name !== null);
}

function namesIn({ told, asked, before }: BrowserMove): string[] {
  return [told, asked, before].flatMap((one) => (one ? [...one.said.ids, ...one.said.accounts] : []));
}

function names(one: BrowserMove['told' | 'asked' | 'before'], name: string | null): boolean {
  return name !== null && one !== null && (one.said.ids.includes(name) || one.said.accounts.includes(name));
}

/** Whether a recording names those of a move: the old participant in the old call, or the new one in what it was told. */
function isNamed(move: MoveCase, { told, asked, before }: BrowserMove): boolean {
  const isOld = names(before, move.participant) || names(before, move.account);
  const isNew = [told, asked].some((one) => names(one, move.newParticipant) || (move.newAccount !== move.account && names(one, move.newAccount)));
  return isNew || (isOld && !isDenied(move.newParticipant, told.said.browserOf));
}

function isDenied(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function isPossible(move: MoveCase, { told, before }: BrowserMove): boolean {
  const isSomebodyElse = isDenied(move.newParticipant, told.said.browserOf) || isDenied(move.participant, before?.said.browserOf ?? null);
  const laterMs = told.atMs - move.atMs;
  return !isSomebodyElse && laterMs >= -clocksDifferMs && laterMs <= toldWithinMs;
}

function closest({ told }: BrowserMove, moves: readonly MoveCase[]): MoveCase | undefined {
  const apart = (move: MoveCase) => Math.abs(told.atMs - move.atMs);
  return [...moves].sort((a, b) => apart(a) - apart(b))[0];
}

function seenBy(move: MoveCase, browser: BrowserMove | null): MoveCase {
  if (!browser) return move;
  return { ...move, browser, heard: [...move.heard, ...saidInBrowser(browser)].sort((a, b) => a.atMs - b.atMs) };
}

function seenAlone(browser: BrowserMove): MoveCase {
  const { told, before, place } = browser;
  return {
    participant: before?.said.browserOf ?? null, call: null, place, atMs: told.atMs, request: null, operation: null,
    newParticipant: told.said.browserOf, account: before?.said.accounts[0] ?? null, newAccount: told.said.accounts[0] ?? null, name: null,
    heard: saidInBrowser(browser), isAlone: true, notStored: null, likelyRefused: null, strays: [], later: null, browser, untold: null,
  };
}
