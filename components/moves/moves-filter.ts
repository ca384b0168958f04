import type { Item } from '@/lib/move/item';
import { moveKinds, type MoveKind, type Order } from '@/lib/move/order';
import { failureCauses, failureSymptoms, type FailureCause, type FailureSymptom } from '@/lib/trace/failure';

/** Which orders are looked for; null where it does not matter. */
export interface MovesFilter {
  readonly kind: MoveKind | null;
  /** An item of them has a finding with both. */
  readonly symptom: FailureSymptom | null;
  readonly cause: FailureCause | null;
}

export const noMovesFilter: MovesFilter = { kind: null, symptom: null, cause: null };

/** The filter that an address says. What it does not know is left out: somebody may have typed it. */
export function filterIn(address: { get(name: string): string | null }): MovesFilter {
  return {
    kind: moveKinds.find((one) => one === address.get('kind')) ?? null,
    symptom: failureSymptoms.find((one) => one === address.get('symptom')) ?? null,
    cause: failureCauses.find((one) => one === address.get('cause')) ?? null,
  };
}

/** A filter as it stands behind an address, with its question mark; nothing for none. */
export function queryOf({ kind, symptom, cause }: MovesFilter): string {
  const query = new URLSearchParams({ ...(kind && { kind }), ...(symptom && { symptom }), ...(cause && { cause }) }).toString();
  return query && `?${query}`;
}

/** Whether it is looked for how items failed. */
export function asksForFailures({ symptom, cause }: MovesFilter): boolean {
  return symptom !== null || cause !== null;
}

/** Whether an item failed in the way that is looked for; where none is, whatever. */
export function failedSo({ finding }: Item, filter: MovesFilter): boolean {
  if (!asksForFailures(filter)) return true;
  return finding !== null && (filter.symptom ?? finding.symptom) === finding.symptom && (filter.cause ?? finding.cause) === finding.cause;
}

/** The orders that fit, newest first: as the live picture has them, and of those that it has not as they were read. */
export function ordersFitting(filter: MovesFilter, live: readonly Order[], read: readonly Order[]): readonly Order[] {
  if (queryOf(filter) === '' && read.length === 0) return live;
  const found = new Map([...read, ...live].map((order) => [order.id, order]));
  const fitting = [...found.values()].filter(({ observed, items }) => (filter.kind === null || (observed !== undefined) === (filter.kind === 'observed')) && items.some((item) => failedSo(item, filter)));
  return fitting.sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1));
}
