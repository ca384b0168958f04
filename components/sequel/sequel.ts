import type { DryRun, Order } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';

/** What can be made of an earlier order: its people are brought back, or moved once more as last time. */
export type SequelKind = 'undo' | 'repeat';

/** What somebody asks for on the screen. */
export interface SequelWish {
  readonly kind: SequelKind;
  readonly order: string;
  /** Of an undo: the items that are meant; everybody where it is left out. */
  readonly items?: readonly string[];
}

interface Input {
  readonly id: string;
  readonly items?: string[];
}

/** The server's side of it: a dry run, and the order itself, which is on record once it answers. */
export type SequelActions = Record<SequelKind, {
  readonly judge: (input: Input) => Promise<Outcome<DryRun>>;
  readonly submit: (input: Input & { idempotencyKey: string }) => Promise<Outcome<Order>>;
}>;

export function inputOf({ kind, order, items }: SequelWish): Input {
  return { id: order, ...(kind === 'undo' && items && { items: [...items] }) };
}
