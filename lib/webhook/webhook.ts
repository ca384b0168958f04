import { z } from 'zod';
import { idInput } from '@/lib/access/name';

/** What an address can be told of. */
export const webhookKinds = ['move-ended', 'order-settled'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** An address that is told of outcomes; never the secret that signs what is sent there. */
export const webhookSchema = z.object({
  id: z.string(),
  address: z.string(),
  kinds: z.array(z.enum(webhookKinds)),
  createdBy: z.string(),
  createdAt: z.string(),
  /** How many deliveries wait for their turn, or to be tried again. */
  waiting: z.number(),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** One thing that was told, or is to be. `error` says why the last try failed. */
export const deliverySchema = z.object({
  id: z.string(),
  kind: z.enum([...webhookKinds, 'test']),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  createdAt: z.string(),
  attempts: z.number(),
  /** When it is tried (again); null once it is over. */
  nextAt: z.string().nullable(),
  status: z.number().nullable(),
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** `add-webhook` */
export const addWebhookInput = z.strictObject({
  address: z.string().min(1, 'Give an address.').max(1_000),
  kinds: z.array(z.enum(webhookKinds)).min(1, 'Choose at least one.').max(webhookKinds.length),
});
export type AddWebhook = z.infer<typeof addWebhookInput>;

/** `remove-webhook`, `test-webhook` */
export const webhookIdInput = z.strictObject({ id: idInput });
