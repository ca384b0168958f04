/** What somebody who asks for a diagnosis knows of the move. */
export interface Expected {
  /** The numeric ids of all access methods of the space that was meant; none if nobody says. */
  readonly numericIds: readonly string[];
}

export const nothingExpected: Expected = { numericIds: [] };
