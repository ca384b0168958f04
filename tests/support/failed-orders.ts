import type { Place } from '@/lib/access/scope';
import type { ItemState } from '@/lib/move/item-state';
import { exampleItem } from '@/lib/move/example-item';
import type { FailureCause, FailureSymptom } from '@/lib/trace/failure';
import type { ItemFinding } from '@/lib/trace/item-finding';
import { unknownRoute, type StoredOrder } from '@/server/moves/order-store';

export interface FailedItem {
  readonly symptom: FailureSymptom;
  readonly cause: FailureCause | null;
  /** When it came to that; with the order unless said. */
  readonly at?: string;
  readonly from?: Place;
  readonly to?: Place;
}

export interface FailedOrder {
  readonly id: string;
  readonly at?: string;
  readonly isObserved?: boolean;
  /** Null for an item that went well. */
  readonly items: readonly (FailedItem | null)[];
}

const here: Place = { cluster: 'c1', space: 's1' };

/** An order as it stands on record once its items have come to their ends. */
export function failedOrder({ id, at = '2026-03-09T14:00:00.000Z', isObserved = false, items }: FailedOrder): StoredOrder {
  const routes = new Map(items.map((item, index) => [String(index + 1), { ...unknownRoute, from: item?.from ?? here, to: item?.to ?? here }]));
  return {
    order: {
      id,
      state: 'settled',
      by: isObserved ? { kind: 'unknown', id: '', name: 'unknown' } : { kind: 'person', id: 'p1', name: 'Olga' },
      reason: null,
      settings: 'target',
      lobby: 'open',
      createdAt: at,
      undoOf: null,
      repeatOf: null,
      items: items.map((failed, index) => {
        const ended = failed?.at ?? at;
        const times = { ...exampleItem().times, queued: at, sending: at, ended };
        const state: ItemState = failed && failed.symptom !== 'joined-without-media' ? failed.symptom : 'joined';
        return exampleItem({ id: String(index + 1), participant: `${id}-${index + 1}`, name: `Guest ${index + 1}`, state, times, finding: failed && exampleFinding(failed) });
      }),
      ...(isObserved && { observed: { predicted: null, held: null, outcomes: [] } }),
    },
    routes,
  };
}

function exampleFinding({ symptom, cause }: FailedItem): ItemFinding {
  return { symptom, step: null, cause, otherCauses: [], confidence: 'high', words: 'It failed.', advice: '' };
}
