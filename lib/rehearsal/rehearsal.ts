import { z } from 'zod';
import { faults, type FaultName } from '@/lib/trace/faults';

const faultNames = Object.keys(faults) as readonly FaultName[];
const scope = z.enum(['everybody', 'participant', 'call', 'callBridge', 'link']);
export type FaultScope = z.infer<typeof scope>;
const nodeKind = z.enum(['call-bridge', 'web-bridge']);

/** Names are those at the time of arming: people's ids change with each move. */
const target = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everybody') }),
  z.object({ scope: z.literal('participant'), participant: z.string(), name: z.string() }),
  z.object({ scope: z.literal('call'), correlator: z.string(), name: z.string() }),
  z.object({ scope: z.literal('callBridge'), callBridge: z.string() }),
  z.object({ scope: z.literal('link'), link: z.tuple([z.string(), z.string()]) }),
]);

const times = z.enum(['once', 'until-cleared']);

export const armedFaultSchema = z.object({
  id: z.number(),
  fault: z.enum(faultNames),
  target,
  times,
  armedAt: z.string(),
  fired: z.number(),
});
export type ArmedFault = z.infer<typeof armedFaultSchema>;

const place = { name: z.string(), participant: z.string(), meeting: z.string(), callBridge: z.string() };
const told = { number: z.number(), at: z.string() };

/** What the emulator saw happen, whatever Usher made of it. */
export const happeningSchema = z.discriminatedUnion('what', [
  z.object({ ...told, what: z.literal('joined'), ...place }),
  z.object({ ...told, what: z.literal('left'), ...place }),
  z.object({ ...told, what: z.literal('move'), ...place, movedParticipant: z.string() }),
  z.object({
    ...told,
    what: z.literal('fault'),
    fault: z.enum(faultNames),
    callBridge: z.string(),
    participant: z.string().nullable(),
    name: z.string().nullable(),
  }),
]);
export type Happening = z.infer<typeof happeningSchema>;

/** Everything that the rehearsal page shows. `happened` is the newest first. */
export const rehearsalSchema = z.object({
  scenario: z.string(),
  speed: z.number(),
  webApps: z.array(z.string()),
  nodes: z.array(z.object({ kind: nodeKind, name: z.string(), cluster: z.string() })),
  /** `farEnd`: of a fault of links, what a call bridge has at the other end of one. */
  faults: z.array(z.object({ fault: z.enum(faultNames), scopes: z.array(scope), farEnd: nodeKind.optional() })),
  armed: z.array(armedFaultSchema),
  happened: z.array(happeningSchema),
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;

const id = z.string().trim().min(1).max(200);

/** For whom a fault is armed: one of these, or for everybody none. */
export const armFaultSchema = z.strictObject({
  fault: z.enum(faultNames),
  participant: id.optional(),
  call: id.optional(),
  callBridge: id.optional(),
  link: z.tuple([id, id]).optional(),
  times,
});
export type ArmFault = z.infer<typeof armFaultSchema>;

export const speedSchema = z.strictObject({ speed: z.number().min(0.1).max(20) });
