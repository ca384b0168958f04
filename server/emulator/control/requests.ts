import { z } from 'zod';

const text = z.string().trim().min(1).max(100);

/** Bodies that the control port takes. */
export const callBridgeChange = z.strictObject({
  /** Media load in per cent that the bridge reports; null for what its people cause. */
  load: z.number().min(0).max(100).nullable().optional(),
  /** Pulls or plugs in its network. */
  down: z.boolean().optional(),
  /** Which API requests its log shows in detail. */
  apiTrace: z.enum(['off', 'writes', 'all']).optional(),
});

/** Where one node, or every one, sends its log; null ends that. Nobody else's machine is to be bothered. */
export const syslogChange = z.strictObject({
  node: text.optional(),
  destination: z
    .strictObject({
      transport: z.enum(['udp', 'tcp', 'tls']),
      host: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
      port: z.number().int().min(1).max(65_535),
    })
    .nullable(),
});

const delayMs = z.number().int().min(0).max(600_000).optional();
const lifetimeMs = z.number().int().min(0).max(24 * 60 * 60 * 1_000).optional();

export const tempoChange = z.strictObject({
  mediaDelayMs: delayMs,
  dialDelayMs: delayMs,
  answerTimeoutMs: delayMs,
  clientTimeoutMs: delayMs,
  jwtLifetimeMs: lifetimeMs,
  speed: z.number().min(0.1).max(20).optional(),
});

export const choicesChange = z.strictObject({
  movedMayBeAdmitted: z.boolean().optional(),
  movedWaitsByRules: z.boolean().optional(),
});

/** What somebody does who is in already. */
export const personChange = z.strictObject({ presenting: z.boolean() });

export const newPerson = z
  .strictObject({
    kind: z.enum(['web-app', 'sip', 'microsoft', 'meeting-app', 'recorder']),
    name: text,
    space: text.optional(),
    numericId: z
      .string()
      .regex(/^\d{1,24}$/)
      .optional(),
    needsActivation: z.boolean().optional(),
    canEncrypt: z.boolean().optional(),
    dualHomed: z.boolean().optional(),
    passcode: z.string().max(100).optional(),
    /** Username of a web app user who signs in. */
    user: text.optional(),
    callBridge: text.optional(),
    cluster: text.optional(),
  })
  .refine(({ space, numericId }) => (space === undefined) !== (numericId === undefined), {
    error: 'Give either the name of a space or a numeric id.',
  });
