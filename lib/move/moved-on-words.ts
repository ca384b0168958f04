import type { Order } from '@/lib/move/order';

/** Somebody who is not where a move left them, because a later one took them elsewhere. */
export interface MovedOn {
  readonly person: string;
  /** Whose move that was; null if it is not known. */
  readonly by: Pick<Order['by'], 'kind' | 'name'> | null;
  /** The meeting that they are in now; null or empty if it has no name. */
  readonly place: string | null;
}

/** Who has moved somebody on, and where they are, as a sentence. */
export function movedOnWords({ person, by, place }: MovedOn): string {
  const where = place || 'another meeting';
  if (by === null || by.kind === 'unknown') return `${person} has been moved to ${where} since, by somebody else and not with Usher.`;
  return `${by.kind === 'token' ? `The token ${by.name}` : by.name} has moved ${person} to ${where} since.`;
}
