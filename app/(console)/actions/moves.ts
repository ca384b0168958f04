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

/** Brings the people of an order back, all or those of the items that are named. */
export async function undoMove(input: { id: string; items?: string[]; idempotencyKey: string }): Promise<Outcome<Order>> {
  return runAs('undo-move', orderSchema, input);
}

/** What an undo would do; nothing is put on record or sent. */
export async function judgeUndo(input: { id: string; items?: string[] }): Promise<Outcome<DryRun>> {
  return runAs('judge-undo', dryRunSchema, input);
}

/** Moves the people of an order once more, as last time. */
export async function repeatMove(input: { id: string; idempotencyKey: string }): Promise<Outcome<Order>> {
  return runAs('repeat-move', orderSchema, input);
}

/** What a repeat would do; nothing is put on record or sent. */
export async function judgeRepeat(input: { id: string }): Promise<Outcome<DryRun>> {
  return runAs('judge-repeat', dryRunSchema, input);
}
