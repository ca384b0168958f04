import type { Journal } from '@/server/journal/journal';
import { bridgeKey } from '@/server/journal/keys';

/** Notes which alarms of a bridge are up, when that has changed. */
export function noteAlarms(journal: Pick<Journal, 'note'>, callBridge: string, before: readonly string[], now: readonly string[]): void {
  if (before.length === now.length && before.every((type, at) => type === now[at])) return;
  const said = `alarms: ${now.length === 0 ? 'none' : now.join(', ')}`;
  journal.note({ source: 'events', callBridge, toldAtMs: null, clockDifferenceMs: null, said, about: [bridgeKey(callBridge)] });
}
