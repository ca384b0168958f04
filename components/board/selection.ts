import type { Participant } from '@/lib/meeting/participant';
import type { Row } from '@/components/board/column-rows';

/** Where a range begins: the row of a column that was picked last. */
export interface Anchor {
  readonly column: string;
  readonly row: string;
}

/** People who have been picked out, of any meetings, in the order in which they were picked. */
export interface Selection {
  readonly people: ReadonlyMap<string, Participant>;
  readonly anchor: Anchor | null;
}

/** A row that was pressed or walked to, among the rows of its column. */
export interface Picked {
  readonly column: string;
  readonly rows: readonly Row[];
  readonly index: number;
}

export const nobodySelected: Selection = { people: new Map(), anchor: null };

/** `only`: a press; `toggle`: with control, or by finger; `range`: with shift; `all`: everybody of the column. */
export type PickBy = 'only' | 'toggle' | 'range' | 'all';

const picks: Record<PickBy, (selection: Selection, picked: Picked) => Selection> = { only: pickOnly, toggle, range: extendTo, all: pickAll };

/** What is picked out after a row was pressed or walked to. Rows of nobody, such as of who has gone, pick nobody out. */
export function pick(selection: Selection, picked: Picked, by: PickBy): Selection {
  return picks[by](selection, picked);
}

/** Picks the one out and nobody else; the one who was picked out alone before is let go. */
function pickOnly(selection: Selection, picked: Picked): Selection {
  const row = personRow(picked);
  if (!row) return selection;
  const { participant, key } = row;
  const again = selection.people.size === 1 && selection.people.has(participant.id);
  if (again) return nobodySelected;
  return { people: new Map([[participant.id, participant]]), anchor: { column: picked.column, row: key } };
}

/** Picks the one out beside the others, or lets them go. */
function toggle(selection: Selection, picked: Picked): Selection {
  const row = personRow(picked);
  if (!row) return selection;
  const people = new Map(selection.people);
  if (!people.delete(row.participant.id)) people.set(row.participant.id, row.participant);
  return { people, anchor: { column: picked.column, row: row.key } };
}

/**
 * Picks out everybody from the anchor to the row, in place of whoever else of the column was picked out; those of other
 * columns stay. Where the anchor is in another column, or gone, the row is where a new range begins.
 */
function extendTo(selection: Selection, picked: Picked): Selection {
  const { column, rows, index } = picked;
  const key = rows[index]?.key;
  const from = selection.anchor?.column === column ? rows.findIndex((row) => row.key === selection.anchor?.row) : -1;
  const start = from === -1 ? index : from;
  const range = peopleOf(rows.slice(Math.min(start, index), Math.max(start, index) + 1));
  if (key === undefined || range.length === 0) return selection;
  const here = new Set(peopleOf(rows).map(({ id }) => id));
  const others = [...selection.people.values()].filter(({ id }) => !here.has(id));
  const anchor = from === -1 || !selection.anchor ? { column, row: key } : selection.anchor;
  return { people: byId([...others, ...range]), anchor };
}

/** Picks out everybody of a column beside the others. */
function pickAll(selection: Selection, { column, rows, index }: Picked): Selection {
  const key = rows[index]?.key;
  return {
    people: byId([...selection.people.values(), ...peopleOf(rows)]),
    anchor: key === undefined ? selection.anchor : { column, row: key },
  };
}

/** Lets go of those who are no longer there. The same selection where nobody is among them. */
export function without(selection: Selection, gone: Iterable<string>): Selection {
  const people = new Map(selection.people);
  for (const id of gone) people.delete(id);
  return people.size === selection.people.size ? selection : { ...selection, people };
}

/** Everybody of these rows who is there by the bridge's word. */
export function peopleOf(rows: readonly Row[]): Participant[] {
  return rows.flatMap((row) => (row.kind === 'person' ? row.participant : []));
}

function personRow({ rows, index }: Picked) {
  const row = rows[index];
  return row?.kind === 'person' ? row : null;
}

function byId(people: readonly Participant[]): Map<string, Participant> {
  return new Map(people.map((person) => [person.id, person]));
}
