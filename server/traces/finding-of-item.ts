import { itemFindingOf, type ItemFinding } from '@/lib/trace/item-finding';
import { traceOfItem, type TracedItem, type TraceParts } from '@/server/traces/trace-of-item';

/** Why an item went as it did, without what shows it. @param nowMs milliseconds since 1970 */
export function findingOfItem(parts: TraceParts, traced: TracedItem, nowMs: number): ItemFinding {
  return itemFindingOf(traceOfItem(parts, traced, nowMs).finding);
}
