import { z } from 'zod';
import type { JoinCode, ToWebBridge } from '../protocol/c2w';
import { stageDirections } from '../protocol/client-session';

const participant = z.string().min(1).max(200);
const connection = z.string().min(1).max(200);
const requestId = z.string().min(1).max(200);
const settings = z.object({ audioMuted: z.boolean(), videoMuted: z.boolean(), layout: z.string() });
const space = z.object({ name: z.string() });
const person = z.object({
  id: z.string(),
  name: z.string(),
  audioMuted: z.boolean(),
  videoMuted: z.boolean(),
  speaking: z.boolean(),
  presenting: z.boolean(),
  self: z.boolean(),
});

const summary = { id: z.string(), name: z.string(), uri: z.string(), numericId: z.string() };
const accessMethod = z.object({
  ...summary,
  scope: z.enum(['public', 'member', 'private']),
  passcode: z.string().nullable(),
  secret: z.string(),
});
const accountAnswer = z.union([
  z.object({ signedOut: z.literal(true) }),
  z.object({ coSpaces: z.array(z.object(summary)) }),
  accessMethod.extend({ accessMethods: z.array(accessMethod) }),
  z.object({ users: z.array(z.object({ name: z.string(), userJid: z.string(), email: z.string() })) }),
  z.object({ language: z.string(), subject: z.string(), text: z.string() }),
]);

const joinCodes = [
  'meeting-not-found',
  'passcode-required',
  'passcode-wrong',
  'secret-wrong',
  'members-only',
  'guests-not-admitted',
  'way-closed',
  'signed-out',
  'no-capacity',
  'meeting-full',
] as const satisfies JoinCode[];

const toWebBridge = z.union([
  z.object({
    type: z.literal('hello'),
    callBridge: z.string().min(1),
    name: z.string().min(1),
    jwtKey: z.record(z.string(), z.unknown()),
    jwtKeyId: z.string(),
  }),
  z.object({
    type: z.literal('authResponse'),
    requestId,
    ok: z.literal(true),
    jwt: z.string(),
    space: z.object({ name: z.string(), numericId: z.string() }),
  }),
  z.object({ type: z.literal('authResponse'), requestId, ok: z.literal(false), code: z.enum(joinCodes) }),
  z.object({ type: z.literal('offerResponse'), requestId, userPortalEnabled: z.boolean() }),
  z.object({
    type: z.literal('signInResponse'),
    requestId,
    ok: z.literal(true),
    jwt: z.string(),
    user: z.object({ name: z.string(), userJid: z.string() }),
  }),
  z.object({
    type: z.literal('signInResponse'),
    requestId,
    ok: z.literal(false),
    code: z.enum(['credentials-wrong', 'sign-in-off']),
  }),
  z.object({ type: z.literal('accountResponse'), requestId, ok: z.literal(true), answer: accountAnswer }),
  z.object({ type: z.literal('accountResponse'), requestId, ok: z.literal(false), code: z.enum(['signed-out', 'not-found']) }),
  z.object({ type: z.literal('sessionStarted'), connection, participant }),
  z.object({
    type: z.literal('sessionRefused'),
    connection,
    reason: z.enum(['token-unknown', 'token-expired', 'no-such-call', 'limit', 'guest-not-admitted', 'encryption-required']),
  }),
  z.object({ type: z.literal('state'), participant, space, people: z.array(person), locked: z.boolean(), waiting: z.boolean() }),
  z.object({
    type: z.literal('chat'),
    participant,
    message: z.object({ id: z.string(), from: z.string(), text: z.string(), at: z.string() }),
  }),
  z.object({ type: z.literal('settings'), participant, settings }),
  z.object({
    type: z.literal('move'),
    participant,
    newParticipant: participant,
    accessMethod: z.object({ numericId: z.string() }),
    jwt: z.string(),
    space,
    rehearse: z.enum(stageDirections).optional(),
  }),
  z.object({ type: z.literal('sessionEnded'), participant, reason: z.string() }),
]);

/** The frame in a call bridge's C2W message, or null where it is none that the web bridge knows. */
export function readBridgeFrame(text: string): ToWebBridge | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = toWebBridge.safeParse(value);
  return parsed.success ? parsed.data : null;
}
