import type { Notice } from '@/lib/move/notice';

/** What happened to somebody, as a sentence. */
export function lostSentence({ person, to }: Notice): string {
  return `${person.name || 'Somebody'} did not arrive in ${to.name || 'the other meeting'}`;
}
