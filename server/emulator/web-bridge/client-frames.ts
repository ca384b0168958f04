import { z } from 'zod';
import type { ClientRequest, Frame, JoinRequest } from '../protocol/client-session';
import { layouts } from '../protocol/layouts';

/** Control characters end up in logs, and bidirectional overrides can disguise one name as another. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const joinRequest = z.object({
  numericId: z.string().regex(/^\d{1,24}$/),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => !HIDDEN.test(name)),
  passcode: z.string().max(64).optional(),
});

const settings = z.object({ audioMuted: z.boolean(), videoMuted: z.boolean(), layout: z.enum(layouts) });
const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const head = { type: z.literal('request'), id };

const request = z.discriminatedUnion('request', [
  z.object({
    ...head,
    request: z.literal('POST /api/call/session/start'),
    data: z.object({ jwt: z.string().min(1).max(4096), settings }),
  }),
  z.object({ ...head, request: z.literal('PUT /api/call/session/settings'), data: settings }),
  z.object({
    ...head,
    request: z.literal('POST /api/call/session/chat'),
    data: z.object({ text: z.string().trim().min(1).max(2000) }),
  }),
  z.object({
    ...head,
    request: z.literal('PUT /api/call/session/presentation'),
    data: z.object({ presenting: z.boolean() }),
  }),
  z.object({
    ...head,
    request: z.literal('POST /api/call/session/end'),
    data: z.object({ reason: z.enum(['leave', 'moved']) }),
  }),
]);

const frame = z.union([
  request,
  z.object({ type: z.literal('reply'), id, status: z.number().int(), error: z.string().max(200).optional() }),
]);

/** The frame in a browser's message, or null where it is none that the web bridge knows. */
export function readClientFrame(text: string): Frame<ClientRequest> | null {
  return read(frame, text);
}

/** The wish in a body of `POST /api/join`, or null where it is none. An empty passcode counts as none given. */
export function readJoinRequest(text: string): JoinRequest | null {
  const wish = read(joinRequest, text);
  if (wish === null) return null;
  return wish.passcode === undefined || wish.passcode === ''
    ? { numericId: wish.numericId, name: wish.name }
    : { numericId: wish.numericId, name: wish.name, passcode: wish.passcode };
}

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
