import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';

/** There is no more room above a line of the drawing, in letters. */
const mostLetters = 18;

/** Who asked a bridge for a move, as its log names them; "API client" where no log does. */
export function askerWords({ user, address }: DiagnosedMove['askedBy']): string {
  const name = user === null ? address : `API user ${user}`;
  if (name === null) return 'API client';
  return name.length <= mostLetters ? name : `${name.slice(0, mostLetters - 1)}…`;
}
