import type { MoveKind, Order } from '@/lib/move/order';

/** The orders of a kind, newest first: as the live picture has them, and of those that it has not as they were read. */
export function ofKind(kind: MoveKind | null, live: readonly Order[], read: readonly Order[]): readonly Order[] {
  if (kind === null) return live;
  const found = new Map([...read, ...live].map((order) => [order.id, order]));
  const fitting = [...found.values()].filter(({ observed }) => (observed !== undefined) === (kind === 'observed'));
  return fitting.sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1));
}
