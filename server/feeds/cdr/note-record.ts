import type { CdrRecord } from '@/server/feeds/cdr/read-records';
import type { Journal } from '@/server/journal/journal';
import { keyOf } from '@/server/journal/keys';

/** Those that name a call, a leg, a participant, a bridge or a space. Source: docs/cms-wire.md, section 5. */
const idFields = ['call', 'callLeg', 'groupId', 'movedCallLeg', 'callCorrelator', 'coSpace'] as const;

/** Notes what a call detail record says, under all that it names. */
export function noteRecord(
  journal: Pick<Journal, 'note'>,
  { id, clockDifferenceMs }: { id: string; clockDifferenceMs: number | null },
  { type, subject, atMs, fields }: CdrRecord,
): void {
  const words = [...fields].flatMap(([name, value]) => (value === '' ? [] : ` ${name}=${JSON.stringify(value)}`)).join('');
  const guest = fields.get('remoteParty') ?? '';
  const ids = [subject, ...idFields.map((name) => fields.get(name) ?? ''), /^guest\d+$/.test(guest) ? guest : ''];
  const about = [...new Set(ids.filter((each) => each !== '').map(keyOf))];
  journal.note({ source: 'cdr', callBridge: id, toldAtMs: atMs, clockDifferenceMs, said: `${type} ${subject}${words}`, about });
}
