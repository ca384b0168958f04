import { says, type Heard } from '@/lib/trace/heard';

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
