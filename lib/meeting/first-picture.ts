import { z } from 'zod';
import { callBridgeSchema } from '@/lib/meeting/call-bridge';
import { meetingSchema } from '@/lib/meeting/meeting';
import { participantSchema } from '@/lib/meeting/participant';

/** What the board shows before a browser has read anything by itself: as it was when the page was asked for. */
export const firstPictureSchema = z.object({
  /** The first columns in their order, each with the first of its people by name. */
  columns: z.array(z.object({ meeting: meetingSchema, people: z.array(participantSchema) })),
  /** The call bridges that these meetings and people are on. */
  callBridges: z.array(callBridgeSchema),
});

export type FirstPicture = z.infer<typeof firstPictureSchema>;
