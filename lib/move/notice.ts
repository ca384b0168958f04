import { z } from 'zod';
import { participantKinds } from '@/lib/meeting/participant';

/** `open` is what asks for attention; the others say how it came to its end. */
export const noticeStates = ['open', 'returned', 'dismissed', 'expired'] as const;
export type NoticeState = (typeof noticeStates)[number];

/**
 * By what somebody who is in a meeting again was known. `successor`: a bridge says that they were made from whoever was moved.
 * `called`: Usher had them called, and they answered.
 * `address`: the same SIP device, or the same signed-in account. `name`: a guest of that name, and nobody else of that name.
 */
export const recognitions = ['successor', 'called', 'address', 'name'] as const;
export type Recognition = (typeof recognitions)[number];

const place = z.object({ meeting: z.string(), name: z.string() });

/** The two meetings of a move: into which of them somebody is helped. */
export const sides = ['target', 'source'] as const;
export type Side = (typeof sides)[number];

/** How a call to somebody stands. `unknown`: it was asked for, and no answer came; whether it rings is read from the bridges. */
export const redialStates = ['sending', 'ringing', 'answered', 'no-answer', 'failed', 'unknown'] as const;
export type RedialState = (typeof redialStates)[number];

/** The latest call to somebody who was lost. */
export const redialSchema = z.object({
  into: z.enum(sides),
  state: z.enum(redialStates),
  by: z.object({ name: z.string() }),
  /** When it was asked for. */
  at: z.string(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type Redial = z.infer<typeof redialSchema>;

/** Whether it is not over: whoever asks again gets this one, and nobody is called twice. */
export function isUnderWay({ state }: Pick<Redial, 'state'>): boolean {
  return state === 'sending' || state === 'ringing' || state === 'unknown';
}

/** Somebody who left one meeting, did not arrive in the other, and may need help. Made from an item that ended `dropped`. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.literal('lost'),
  order: z.string(),
  item: z.string(),
  person: z.object({ participant: z.string(), name: z.string(), uri: z.string().nullable(), kind: z.enum(participantKinds) }),
  from: place.nullable(),
  to: place,
  /** When it was raised. */
  at: z.string(),
  state: z.enum(noticeStates),
  /** Of one that is over because they are back. */
  recognisedBy: z.enum(recognitions).nullable(),
  redial: redialSchema.nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** How long a notice stays open, in milliseconds: by then whoever wanted to has come back by themselves. */
export const noticeMs = 30 * 60_000;

/** The notice of an item. Neither an order's id nor an item's has a dot in it. */
export function noticeIdOf(order: string, item: string): string {
  return `${order}.${item}`;
}
