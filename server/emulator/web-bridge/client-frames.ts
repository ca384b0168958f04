import { z } from 'zod';
import type { InvitationRequest, SignInRequest } from '../protocol/account';
import type { ClientRequest, Frame, JoinRequest } from '../protocol/client-session';
import { layouts } from '../protocol/layouts';

/** Control characters end up in logs, and bidirectional overrides can disguise one name as another. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const shown = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !HIDDEN.test(text));

/** What opens a meeting; empty counts as none given. */
const key = z
  .string()
  .max(64)
  .optional()
  .transform((text) => (text === '' ? undefined : text));

const wayIn = { numericId: z.string().regex(/^\d{1,24}$/), passcode: key, secret: key };
const guestJoin = z.object({ ...wayIn, name: shown(100) });
const userJoin = z.object(wayIn).transform((wish) => ({ ...wish, name: '' }));
const signIn = z.object({ username: shown(200), password: z.string().min(1).max(200) });
const invitation = z.object({ language: z.string().regex(/^[A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})?$/) });

const settings = z.object({ audioMuted: z.boolean(), videoMuted: z.boolean(), layout: z.enum(layouts) });
const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const head = { type: z.literal('request'), id };

const request = z.discriminatedUnion('request', [
  z.object({
    ...head,
    request: z.literal('POST /api/call/session/start'),
    data: z.object({ jwt: z.string().max(4096), settings }),
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

/** The wish in a guest's body of `POST /api/join`, or null where it is none. */
export function readJoinRequest(text: string): JoinRequest | null {
  return read(guestJoin, text);
}

/** The same of a user who signed in, whose name is the account's. */
export function readUserJoinRequest(text: string): JoinRequest | null {
  return read(userJoin, text);
}

/** The credentials in a body of `POST /api/auth`, or null where there are none. */
export function readSignInRequest(text: string): SignInRequest | null {
  return read(signIn, text);
}

/** The wish in a body of `POST .../emailInvitation`, or null where it is none. */
export function readInvitationRequest(text: string): InvitationRequest | null {
  return read(invitation, text);
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
