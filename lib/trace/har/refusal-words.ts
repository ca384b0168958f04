import type { FaultCause } from '@/lib/trace/faults';

/** Words that change nothing about what is said. */
const fillers = new Set(['a', 'an', 'the', 'your', 'this', 'has', 'have', 'is', 'are', 'was', 'were', 'be', 'been', 'error']);
/** Words that say the same here. */
const sameWords: Readonly<Record<string, string>> = { jwt: 'token', tokens: 'token', guests: 'guest', provided: 'given', sent: 'given', supplied: 'given', known: 'recognised', recognized: 'recognised', permitted: 'allowed', needed: 'required', bad: 'invalid' };

const phrases: readonly (readonly [FaultCause, readonly string[]])[] = [
  ['token-expired', ['token expired', 'expired token']],
  ['token-missing', ['token missing', 'missing token', 'no token', 'no token given', 'token not given', 'token required', 'token absent', 'token empty', 'empty token', 'without token']],
  [
    'token-unknown',
    ['token unknown', 'unknown token', 'token invalid', 'invalid token', 'token not recognised', 'token not valid', 'token not found', 'invalid token signature', 'token signature invalid'],
  ],
  ['encryption-required', ['encryption required', 'requires encryption', 'meeting requires encryption', 'call requires encryption', 'media encryption required', 'encrypted media required']],
  ['guest-not-admitted', ['guest not admitted', 'guest not allowed', 'no guest', 'no guest allowed', 'guest access not allowed', 'guest access denied', 'guest denied', 'guest refused']],
];
const causes = new Map(phrases.flatMap(([cause, said]) => said.map((words) => [words, cause] as const)));

/** A reason is short. */
const longestReason = 200;

/**
 * Why a session was refused, by texts that say why; null unless all of one of them says just that, and no other says something else. A word
 * of it in a longer text is none: an error may name a guest, and mean the server.
 */
export function causeIn(reasons: readonly string[]): FaultCause | null {
  const said = new Set(reasons.flatMap((reason) => causes.get(wordsOf(reason)) ?? []));
  const [only] = said;
  return said.size === 1 && only !== undefined ? only : null;
}

/** The words that count, in one spelling: of `TokenExpired`, `token-expired` and `The JWT has expired.` the same. */
function wordsOf(reason: string): string {
  if (reason.length > longestReason) return '';
  const words = reason.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !fillers.has(word)).map((word) => (Object.hasOwn(sameWords, word) ? (sameWords[word] ?? word) : word)).join(' ');
}
