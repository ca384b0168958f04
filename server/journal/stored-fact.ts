import { z } from 'zod';
import { logFactSchema, recordWordSchema } from '@/lib/meeting/meeting-log';

const { person, by, reason, since } = logFactSchema.shape;
const word = recordWordSchema.shape;

/** A fact of a log as it is stored: what is null in it has been left out. */
export const storedFactSchema = logFactSchema.extend({
  person: person.default(null),
  other: z.object({ meeting: z.string().nullable().default(null), name: z.string().nullable().default(null) }).nullable().default(null),
  by: by.default(null),
  reason: reason.default(null),
  since: since.default(null),
  record: recordWordSchema
    .extend({ party: word.party.default(null), address: word.address.default(null), direction: word.direction.default(null), reason: word.reason.default(null) })
    .nullable()
    .default(null),
});

/** JSON without what is null in it. */
export function withoutNulls(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (each === null ? undefined : each));
}
