/** The action of the record that says which records' content was erased. It holds nothing personal, and is kept as it is. */
export const eraseAction = 'erase-audit';

/** The last record that an erasure went up to, out of the content of its own record; 0 if that says nothing of the kind. */
export function erasedUpTo(content: string): number {
  const { details } = JSON.parse(content) as { details?: { upTo?: unknown } | null };
  return typeof details?.upTo === 'number' ? details.upTo : 0;
}
