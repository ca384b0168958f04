'use server';

import { orderSchema, type MoveRequest, type Order } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Puts a move on record; answers before anything is sent to a bridge. */
export async function submitMove(input: MoveRequest & { idempotencyKey: string }): Promise<Outcome<Order>> {
  return runAs('submit-move', orderSchema, input);
}
