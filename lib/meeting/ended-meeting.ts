import { z } from 'zod';

/** Somebody who was in a meeting that has ended; times are null where Usher saw the one, but not the other. */
export const formerMemberSchema = z.object({ id: z.string(), name: z.string(), cameAt: z.string().nullable(), leftAt: z.string().nullable() });
export type FormerMember = z.infer<typeof formerMemberSchema>;

/** A meeting that has ended, as a list shows it. */
export const endedMeetingSchema = z.object({
  /** `<meeting>.<start in milliseconds>`: the next call of a space may have the same correlator. */
  id: z.string(),
  /** What was its id while it was live. */
  meeting: z.string(),
  name: z.string(),
  cluster: z.object({ id: z.string(), name: z.string() }),
  space: z.string().nullable(),
  /** When it began; when Usher first saw it where no bridge said. */
  startedAt: z.string(),
  endedAt: z.string(),
  /** Null where its end was seen. Else until when it was surely live: it ended after that, while Usher did not run, and by `endedAt`. */
  endedAfter: z.string().nullable(),
  /** How many were in it over all its time, each move counted as somebody new. */
  peopleCount: z.number(),
});
export type EndedMeeting = z.infer<typeof endedMeetingSchema>;

export const endedMeetingDetailsSchema = endedMeetingSchema.extend({ people: z.array(formerMemberSchema) });
export type EndedMeetingDetails = z.infer<typeof endedMeetingDetailsSchema>;

/** Whether an id is that of a meeting that has ended. */
export function isEndedId(id: string): boolean {
  return /\.\d{1,16}$/.test(id);
}
