import type { Notice } from '@/lib/move/notice';
import { isEnd } from '@/lib/move/item-state';
import type { Participant } from '@/lib/meeting/participant';
import { compareNames } from '@/lib/meeting/compare-names';
import type { Traffic } from '@/components/move/traffic';

/**
 * A row of a column. `person`: somebody who is there by the bridge's word; `traffic` marks them as leaving, arriving or
 * not moved. `arriving`: somebody who was sent here and is not seen yet. `ghost`: somebody who was here. `lost`: somebody who
 * was here, did not arrive elsewhere, and may need help.
 */
export type Row =
  | { kind: 'person'; key: string; name: string; participant: Participant; traffic: Traffic | null; side: Side }
  | { kind: 'arriving'; key: string; name: string; traffic: Traffic }
  | { kind: 'ghost'; key: string; name: string; traffic: Traffic }
  | { kind: 'lost'; key: string; name: string; notice: Notice };

export type Side = 'source' | 'target' | null;

/**
 * The rows of one meeting's column, by name. A newcomer stands where the arriving row stood, under the same key, so that
 * nothing jumps when they are proven to be there.
 * @param traffic what goes to, from or got stranded in this meeting
 * @param notices of whoever was lost on the way from here: each stands where their ghost stood
 */
export function columnRows(meeting: string, people: readonly Participant[], traffic: readonly Traffic[], notices: readonly Notice[]): Row[] {
  if (traffic.length === 0 && notices.length === 0) return people.map(plainRow);

  const ids = new Set(people.map(({ id }) => id));
  const marks = new Map<string, { traffic: Traffic; side: Side }>();
  const extra: Row[] = notices.map((notice) => ({ kind: 'lost', key: `was:${notice.person.participant}`, name: notice.person.name, notice }));
  const predecessors = new Map(people.flatMap(({ id, movedFrom }) => (movedFrom ? [[movedFrom.participant, id]] : [])));
  for (const one of traffic) {
    const { item } = one;
    const newcomer = [item.newParticipant, predecessors.get(item.participant)].find((id) => id != null && ids.has(id));
    if (newcomer != null) marks.set(newcomer, { traffic: one, side: 'target' });
    else if (item.to.meeting === meeting && !isEnd(item.state)) extra.push({ kind: 'arriving', ...named(one) });

    if (ids.has(item.participant)) marks.set(item.participant, { traffic: one, side: 'source' });
    else if (item.from?.meeting === meeting && hasGone(one)) extra.push({ kind: 'ghost', ...named(one, 'was:') });
  }
  const rows = people.map((participant) => {
    const mark = marks.get(participant.id);
    return mark ? markedRow(participant, mark.traffic, mark.side) : plainRow(participant);
  });
  if (extra.length === 0) return rows;
  return [...rows, ...extra].sort((a, b) => compareNames(a.name, b.name) || (a.key < b.key ? -1 : 1));
}

/** Refused ones were never begun, so whoever is missing then has left by themselves. For whoever was lost stands their notice, as long as it is open. */
function hasGone({ item }: Traffic): boolean {
  return item.state !== 'dropped' && item.state !== 'refused' && item.state !== 'cancelled' && item.state !== 'expired';
}

function named(traffic: Traffic, prefix = ''): { key: string; name: string; traffic: Traffic } {
  return { key: prefix + traffic.item.participant, name: traffic.item.name, traffic };
}

/** One row for each state of a person, so that whoever has not changed is not drawn again. */
const plainRows = new WeakMap<Participant, Row>();
const markedRows = new WeakMap<Traffic, Row & { kind: 'person' }>();

function plainRow(participant: Participant): Row {
  let row = plainRows.get(participant);
  if (!row) plainRows.set(participant, (row = { ...keyed(participant), traffic: null, side: null }));
  return row;
}

function markedRow(participant: Participant, traffic: Traffic, side: Side): Row {
  const known = markedRows.get(traffic);
  if (known?.participant === participant && known.side === side) return known;
  const row = { ...keyed(participant), traffic, side };
  markedRows.set(traffic, row);
  return row;
}

function keyed(participant: Participant) {
  const key = participant.movedFrom?.participant ?? participant.id;
  return { kind: 'person' as const, key, name: participant.name, participant };
}
