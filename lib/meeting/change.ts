import { z } from 'zod';
import { callBridgeSchema } from '@/lib/meeting/call-bridge';
import { meetingSchema } from '@/lib/meeting/meeting';
import { participantSchema } from '@/lib/meeting/participant';
import { presenceSchema } from '@/lib/meeting/presence';
import { noticeSchema } from '@/lib/move/notice';
import { orderSchema } from '@/lib/move/order';

/**
 * What Usher says when something became different. Each carries the whole object, so that a receiver can put it
 * in place of what it had. `reset` tells a receiver to read everything anew. `presence` has no place of its own in the stream: its id is
 * that of what was told before, and each new stream begins with who carries somebody then.
 */
export const changeSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('meeting'), data: meetingSchema }),
  z.object({ event: z.literal('meeting-ended'), data: z.object({ id: z.string() }) }),
  z.object({ event: z.literal('participant'), data: participantSchema }),
  z.object({
    event: z.literal('participant-left'),
    data: z.object({
      id: z.string(),
      meeting: z.string(),
      /** The bridge's own word for why, such as `callMoved`; null where it gave none. */
      reason: z.string().nullable(),
    }),
  }),
  z.object({ event: z.literal('call-bridge'), data: callBridgeSchema }),
  z.object({ event: z.literal('call-bridge-removed'), data: z.object({ id: z.string() }) }),
  z.object({ event: z.literal('move'), data: orderSchema }),
  z.object({ event: z.literal('presence'), data: presenceSchema }),
  z.object({ event: z.literal('notice'), data: noticeSchema }),
  z.object({ event: z.literal('reset'), data: z.object({}) }),
]);
export type Change = z.infer<typeof changeSchema>;

/** A change on the wire: `id` is `<epoch>-<seq>`, from which a broken stream is taken up again. */
export type SequencedChange = Change & { id: string };
