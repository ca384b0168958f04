import { z } from 'zod';

/** How a guest joins a meeting's space in a browser. A secret: whoever has it comes in. */
export const joinLinkSchema = z.object({
  link: z.string(),
  /** What the web app may ask for; null for none. */
  passcode: z.string().nullable(),
  /** What of the bridge's API has told it: of a space itself, or by its numeric id. */
  source: z.enum(['meetingEntryDetail', 'accessQuery']),
  /** Name of the bridge that was asked. */
  callBridge: z.string(),
});
export type JoinLink = z.infer<typeof joinLinkSchema>;
