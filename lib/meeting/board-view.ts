/** The most columns, and people in each, that the server draws before the live picture takes over. */
export const mostDrawn = { columns: 8, people: 40 };

/** As much of the board as was in view when it was looked at last. */
export interface BoardView {
  /** How many columns fit, and how many people into each. */
  readonly columns: number;
  readonly people: number;
  /** The first meetings on the board, in order; none where nobody has chosen any. */
  readonly meetings: readonly string[];
}

/** Tells the server what to draw first. It holds what a browser says, and is no secret. */
export const boardCookie = 'usher-board';

const unknownView: BoardView = { columns: 4, people: 30, meetings: [] };
const form = /^(\d{1,2})x(\d{1,2})((?:\.[\w:-]{1,64})*)$/;

/** As the value of {@link boardCookie}: `5x26.<id>.<id>`. A meeting whose id cannot be written so ends the list. */
export function boardViewText({ columns, people, meetings }: BoardView): string {
  const [across, down] = [within(columns, mostDrawn.columns), within(people, mostDrawn.people)];
  const ids = meetings.slice(0, across);
  const strange = ids.findIndex((id) => !/^[\w:-]{1,64}$/.test(id));
  return [`${across}x${down}`, ...ids.slice(0, strange < 0 ? undefined : strange)].join('.');
}

/** Reads what {@link boardViewText} wrote; anything else, and nothing, is a view of ordinary size. */
export function boardViewFrom(text: string | undefined): BoardView {
  const [, columns, people, ids = ''] = form.exec(text ?? '') ?? [];
  if (columns === undefined || people === undefined) return unknownView;
  const across = within(Number(columns), mostDrawn.columns);
  return { columns: across, people: within(Number(people), mostDrawn.people), meetings: ids.split('.').slice(1, 1 + across) };
}

function within(count: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(count)));
}
