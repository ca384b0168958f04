import type { Participant } from '@/lib/meeting/participant';
import { nobodySelected, pick, without, type Picked, type PickBy, type Selection } from '@/components/board/selection';

/** Stands for the search where a column's meeting stands otherwise. No meeting has this id. */
export const foundColumn = 'found';

/** What is dragged: a person, from one of the places where they are shown. */
export function dragSource(column: string, person: string): string {
  return `${column} ${person}`;
}

/** Whom a drag source stands for. */
export function draggedPerson(source: string): string {
  return source.slice(source.indexOf(' ') + 1);
}

/** Where the keyboard stands: a row of a column. */
export interface Cursor {
  readonly meeting: string;
  readonly row: string;
}

/** People that are being carried to another meeting, by pointer or by keyboard. */
export interface Carry {
  readonly people: readonly Participant[];
  /** The meeting of whoever was taken hold of. */
  readonly from: string;
  readonly over: string | null;
  readonly by: 'pointer' | 'keyboard';
}

export interface BoardState {
  readonly cursor: Cursor | null;
  readonly selection: Selection;
  readonly carrying: Carry | null;
  /** People for whom a target is being looked up in "Move to...". */
  readonly choosing: readonly Participant[] | null;
  /** Whose details are open. */
  readonly details: Participant | null;
}

export type BoardAction =
  | { type: 'walk'; to: Cursor }
  | { type: 'select'; picked: Picked; by: PickBy }
  | { type: 'gone'; people: readonly string[] }
  | { type: 'clear' }
  | { type: 'lift'; people: readonly Participant[]; by: Carry['by'] }
  | { type: 'over'; meeting: string | null }
  /** `moved`: they were let go over a meeting that takes them, rather than put back. */
  | { type: 'put-down'; moved: boolean }
  | { type: 'choose'; people: readonly Participant[] }
  | { type: 'chosen'; moved: boolean }
  | { type: 'open'; person: Participant }
  | { type: 'close' };

export const initialBoard: BoardState = { cursor: null, selection: nobodySelected, carrying: null, choosing: null, details: null };

/** What a person does at the board. Who is where is not in here: that is the live picture's. */
export function boardReducer(state: BoardState, action: BoardAction): BoardState {
  switch (action.type) {
    case 'walk':
      return sameCursor(state.cursor, action.to) ? state : { ...state, cursor: action.to };
    case 'select':
      return selecting(state, pick(state.selection, action.picked, action.by));
    case 'gone':
      return selecting(state, without(state.selection, action.people));
    case 'clear':
      return selecting(state, nobodySelected);
    case 'lift': {
      const from = action.people[0]?.meeting;
      if (from === undefined || state.carrying) return state;
      const over = action.by === 'keyboard' ? from : null;
      return { ...state, carrying: { people: action.people, from, over, by: action.by } };
    }
    case 'over':
      return state.carrying ? { ...state, carrying: { ...state.carrying, over: action.meeting } } : state;
    case 'put-down':
      return state.carrying ? { ...state, carrying: null, ...(action.moved && { selection: nobodySelected }) } : state;
    case 'choose':
      return action.people.length > 0 ? { ...state, choosing: action.people } : state;
    case 'chosen':
      return { ...state, choosing: null, ...(action.moved && { selection: nobodySelected }) };
    case 'open':
      return { ...state, details: action.person };
    case 'close':
      return { ...state, details: null };
  }
}

function selecting(state: BoardState, selection: Selection): BoardState {
  return selection === state.selection ? state : { ...state, selection };
}

function sameCursor(a: Cursor | null, b: Cursor): boolean {
  return a !== null && a.meeting === b.meeting && a.row === b.row;
}

/** The column `steps` further along, without going round; null where there is none. From outside one comes in at the first. */
export function neighbour(columns: readonly string[], from: string, steps: 1 | -1): string | null {
  return columns[columns.indexOf(from) + steps] ?? null;
}
