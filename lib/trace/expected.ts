import { z } from 'zod';
import { idInput } from '@/lib/access/name';

/** What is known of the target of a move, beside what was heard of it. */
export interface Expected {
  /** The numeric ids of all access methods of the space that was meant, and its own; none if nobody says. */
  readonly numericIds: readonly string[];
}

/** Of a move of whose target nothing is known. */
export const nothingExpected: Expected = { numericIds: [] };

/** By which somebody comes into a space. */
export const numericId = z.string().regex(/^\d{1,32}$/, 'Digits only.');

/** Where somebody was meant to go, as whoever asks for a diagnosis says it: of a meeting or a space Usher reads the numeric ids itself. */
const expectedTargetSchema = z.union(
  [
    z.strictObject({ meeting: z.string().min(1).max(200) }),
    z.strictObject({ space: idInput, cluster: idInput.optional().describe('Needed where several clusters have a space of this id') }),
    z.strictObject({ numericIds: z.array(numericId).max(100).describe('All that lead to the space that was meant') }),
  ],
  'Name a meeting, a space, or numeric ids.',
);
export type ExpectedTarget = z.infer<typeof expectedTargetSchema>;

/** What whoever sends files knows of the move. */
export const expectedMoveSchema = z.strictObject({
  participant: z.string().max(200).optional().describe('Only the move of this one is wanted, by the id before or after it'),
  to: expectedTargetSchema.optional().describe('Where they were meant to go; a HAR shows to which numeric id the browser was sent'),
});
