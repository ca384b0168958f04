import { z } from 'zod';
import { participantStates } from '@/lib/meeting/participant';
import { mostTextChars, ownText } from '@/server/bridge-client/xml';

/**
 * The events wire: what a bridge sends over its WebSocket. Fields that are absent have not changed; null means unset.
 * What is not known is let through, since newer versions send more. Source: docs/cms-wire.md, sections 4 and 11.5.
 */
const activity = z.string().nullish();
const flag = z.boolean().nullish();
const text = z.string().nullish();
/** A GUID. Source: docs/cms-wire.md, section 1.1. */
const id = z.string().max(100);

const callFields = z.object({
  name: text,
  callCorrelator: text,
  callType: text,
  recording: activity,
  streaming: activity,
  lockState: text,
});

const callListEntry = callFields.extend({
  call: id,
  updateType: z.enum(['add', 'update', 'remove']),
  reason: text,
});

const rosterEntry = z.object({
  participant: id,
  updateType: z.enum(['add', 'update', 'remove']),
  reason: text,
  name: text,
  uri: text,
  state: z.enum(participantStates).nullish().catch(undefined),
  audioMuted: flag,
  videoMuted: flag,
  importance: z.number().nullish(),
  layout: text,
  activeSpeaker: flag,
  presenter: flag,
  canMove: flag,
  movedParticipant: text,
});

const subscriptionState = z.object({ index: z.number(), state: z.string() });

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscriptionUpdate'), messageId: z.number(), subscriptions: z.array(subscriptionState) }),
  z.object({
    type: z.literal('callListUpdate'),
    messageId: z.number(),
    subscriptionIndex: z.number(),
    updates: z.array(callListEntry),
  }),
  z.object({ type: z.literal('callInfoUpdate'), messageId: z.number(), subscriptionIndex: z.number(), callInfo: callFields }),
  z.object({
    type: z.literal('rosterUpdate'),
    messageId: z.number(),
    subscriptionIndex: z.number(),
    updates: z.array(rosterEntry),
  }),
]);

/** A kind of message that this version of Usher does not know: it is acknowledged and has no effect. */
const unknownMessage = z.object({ type: z.string(), messageId: z.number() });
const knownTypes: ReadonlySet<string> = new Set(message.options.map((option) => option.shape.type.value));

const envelope = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: unknownMessage.loose() }),
  z.object({ type: z.literal('messageAck'), messageAck: z.object({ messageId: z.number(), status: z.string() }) }),
]);

export type CallFields = z.infer<typeof callFields>;
export type CallListEntry = z.infer<typeof callListEntry>;
export type RosterEntry = z.infer<typeof rosterEntry>;
export type EventMessage = z.infer<typeof message>;

export type Frame =
  /** `cut`: how many of its texts were longer than any can be, and were shortened. */
  | { frame: 'message'; message: EventMessage; cut: number }
  | { frame: 'unknown-message'; messageId: number }
  | { frame: 'ack'; messageId: number; success: boolean }
  | { frame: 'garbage'; reason: string };

/** One WebSocket frame of a bridge. Never throws: what cannot be understood is `garbage`, with the reason. */
export function readFrame(data: string): Frame {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { frame: 'garbage', reason: 'not JSON' };
  }
  const outer = envelope.safeParse(json);
  if (!outer.success) return { frame: 'garbage', reason: firstIssue(outer.error) };
  if (outer.data.type === 'messageAck') {
    const { messageId, status } = outer.data.messageAck;
    return { frame: 'ack', messageId, success: status === 'success' };
  }
  if (!knownTypes.has(outer.data.message.type)) {
    return { frame: 'unknown-message', messageId: outer.data.message.messageId };
  }
  const inner = message.safeParse(outer.data.message);
  return inner.success
    ? { frame: 'message', message: inner.data, cut: data.length > mostTextChars ? cutTexts(inner.data) : 0 }
    : { frame: 'garbage', reason: firstIssue(inner.error) };
}

/** Shortens what is too long, in place: only fields that are known are left by now, so it is not deep. @returns how many */
function cutTexts(value: object): number {
  let cut = 0;
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === 'object' && field !== null) cut += cutTexts(field);
    if (typeof field !== 'string' || field.length <= mostTextChars) continue;
    Reflect.set(value, key, ownText(field));
    cut += 1;
  }
  return cut;
}

export function ackOf(messageId: number): string {
  return JSON.stringify({ type: 'messageAck', messageAck: { messageId, status: 'success' } });
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'not understood';
}
