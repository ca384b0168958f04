import { says, type Heard } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import type { MoveCase } from '@/lib/trace/move-case';
import type { MoveDraft } from '@/lib/trace/move-drafts';

/** One attempt to move somebody, of which there may be others just before and after. */
export interface Attempt {
  readonly participant: string;
  /** When it began, in milliseconds since 1970. */
  readonly beganMs: number;
  /** Whether it was Usher that asked for it. */
  readonly isOwn: boolean;
}

/** Times of Usher's own requests are known to a millisecond. */
const roundedMs = 2;

/**
 * Of all that was heard around an attempt, what can be of it: of Usher's own requests only the one by which it was made, and of what was said of the person what
 * was said before Usher asked once more. Usher moves a person once at a time, so that the first request since it began is its own.
 */
export function ofThisAttempt(heard: readonly Heard[], { participant, beganMs, isOwn }: Attempt): Heard[] {
  const since = heard.filter(says('asked')).filter(({ said, atMs }) => said.participant === participant && atMs >= beganMs - roundedMs).sort((a, b) => a.atMs - b.atMs);
  const own = isOwn ? since[0] : undefined;
  const nextMs = since.find((one) => one !== own)?.atMs ?? Infinity;
  return heard.filter(({ said, source, line, atMs }) => {
    if (source === 'request') return line === own?.line;
    return atMs < nextMs || !('participant' in said) || said.participant !== participant;
  });
}

/** Nobody tries again sooner because nothing has happened: two requests within this are sent at once. In milliseconds. */
const soonestAgainMs = 1_000;
/** What shows of a newcomer that they came in. */
const arrives = new Set<Saying['says']>(['token-taken', 'leg-configured', 'joined']);

/** For each of several moves the next attempt to move the same person, where there is one. @param drafts in the order of time */
export function nextAttempts(drafts: readonly MoveDraft[]): ReadonlyMap<MoveDraft, MoveDraft> {
  const next = new Map<MoveDraft, MoveDraft>();
  const last = new Map<string, MoveDraft>();
  for (const draft of drafts) {
    if (draft.participant === null) continue;
    const before = last.get(draft.participant);
    if (before) next.set(before, draft);
    last.set(draft.participant, draft);
  }
  return next;
}

/** A move without what came of it that somebody tried again: that the person left by then shows nothing of an attempt that was refused, or whose newcomer never came. */
export function untilNextAttempt(move: MoveCase, next: MoveDraft | undefined): MoveCase {
  if (!next) return move;
  const isRefused = (move.request?.status ?? 0) >= 300;
  const hasCome = move.heard.some(({ said }) => arrives.has(said.says) && namesOneOf(said, [move.newParticipant, move.newAccount]));
  if (!isRefused && (hasCome || next.atMs - move.atMs < soonestAgainMs)) return move;
  const isOf = ({ said, atMs }: Heard) => atMs < next.atMs || (!isRefused && said.says !== 'client-did' && !namesOneOf(said, [move.participant, move.account]));
  return { ...move, heard: move.heard.filter(isOf), strays: move.strays.filter(({ atMs }) => atMs < next.atMs), likelyRefused: null };
}

function namesOneOf(said: Saying, names: readonly (string | null)[]): boolean {
  const named = ['participant' in said && said.participant, 'leg' in said && said.leg, 'account' in said && said.account];
  return named.some((name) => typeof name === 'string' && names.includes(name));
}
