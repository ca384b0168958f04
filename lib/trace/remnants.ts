import type { Heard } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';

/** The one who is moved, as what tells of a move names them: of an id that a trace breaks off the rest may be missing. Null of all else. */
function movedIn(said: Saying): string | null {
  if (said.says === 'payload') return /^movedParticipant=([0-9a-f-]+)/i.exec(said.text)?.[1] ?? null;
  return said.says === 'move-told' || said.says === 'no-web-bridge' ? said.participant : null;
}

/**
 * What is left of moves that nobody knows of: it names somebody who is moved, and whose move is none of these, so that the lines which would tell of it are missing.
 * @param drafts all moves that are known
 */
export function remnantsIn(heard: readonly Heard[], drafts: readonly { readonly participant: string | null }[]): Heard[] {
  const named = heard.filter(({ said }) => movedIn(said) !== null);
  if (named.length === 0) return [];
  const known = drafts.map(({ participant }) => bareId(participant ?? ''));
  return named.filter(({ said }) => !known.some((id) => id.startsWith(bareId(movedIn(said) ?? ''))));
}

function bareId(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}
