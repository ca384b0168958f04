import { itemFindingOf, type ItemFinding } from '@/lib/trace/item-finding';
import { symptomOfItem } from '@/server/traces/symptom-of-item';
import { traceOfItem, type TracedItem, type TraceParts } from '@/server/traces/trace-of-item';

/** Why an item went as it did, without what shows it; null where it went well, or is under way. @param nowMs milliseconds since 1970 */
export function findingOfItem(parts: TraceParts, traced: TracedItem, nowMs: number): ItemFinding | null {
  const { item, route, order } = traced;
  const symptom = symptomOfItem(item, route, { nowMs, isWatched: order.observed === undefined });
  // A trace is costly where many people move at once, and most of them arrive.
  return symptom === 'joined' || symptom === 'under-way' ? null : itemFindingOf(traceOfItem(parts, traced, nowMs).finding);
}
