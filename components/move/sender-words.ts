import type { Order } from '@/lib/move/order';

/** Of a move that was seen at the bridge and that Usher did not send. */
export const notByUsher = 'Seen at the bridge, not sent by Usher';

/** By whom a move was asked for, in a few words. */
export function senderWords({ by }: Pick<Order, 'by'>): string {
  if (by.kind === 'unknown') return notByUsher;
  return by.kind === 'token' ? `the token ${by.name}` : by.name;
}
