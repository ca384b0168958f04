import { z } from 'zod';

const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** SHA-256, as `AB:CD:...`. */
  fingerprint: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** What is found at an address before anything is sent there. */
export const inspectionSchema = z.object({ address: z.string(), certificate: certificateSchema.nullable() });
export type Inspection = z.infer<typeof inspectionSchema>;

/** One of a cluster's bridges, as the cluster lists it; `callBridge` is Usher's id of one that is connected. */
export const discoveredSchema = z.object({ name: z.string(), address: z.string().nullable(), callBridge: z.string().nullable() });
export type Discovered = z.infer<typeof discoveredSchema>;

/** What a test found, step by step. `ok: null`: a shortcoming that one can live with. */
export const testResultSchema = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean().nullable(), detail: z.string() })),
  certificate: certificateSchema.nullable(),
  version: z.string().nullable(),
  cluster: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  callBridges: z.array(discoveredSchema),
});
export type TestResult = z.infer<typeof testResultSchema>;
