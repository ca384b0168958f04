'use server';

import { dryRunSchema, orderSchema, type DryRun, type MoveRequest, type Order } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Puts a move on record; answers before anything is sent to a bridge. */
export async function submitMove(input: MoveRequest & { idempotencyKey: string }): Promise<Outcome<Order>> {
  return runAs('submit-move', orderSchema, input);
}

/** Holds back what an order has not begun. */
export async function pauseMove(input: { id: string }): Promise<Outcome<Order>> {
  return runAs('pause-move', orderSchema, input);
}

/** Lets an order go on that was paused. */
export async function resumeMove(input: { id: string }): Promise<Outcome<Order>> {
  return runAs('resume-move', orderSchema, input);
}

/** Ends what an order has not begun. */
export async function cancelMove(input: { id: string }): Promise<Outcome<Order>> {
  return runAs('cancel-move', orderSchema, input);
}

/** Repeats items of an order that came to nothing; all of them, unless they are named. */
export async function retryMove(input: { id: string; items?: string[] }): Promise<Outcome<Order>> {
  return runAs('retry-move', orderSchema, input);
}

/** What a move would do if it were submitted now; nothing is put on record or sent. */
export async function judgeMove(input: MoveRequest): Promise<Outcome<DryRun>> {
  return runAs('judge-move', dryRunSchema, input);
}
