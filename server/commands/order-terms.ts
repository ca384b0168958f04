import { z } from 'zod';

const waitLimitSeconds = 60;
export const orderId = z.string().min(1).max(200);
/** What comes with whatever makes an order. */
export const orderTerms = {
  idempotencyKey: z.string().min(1).max(200).optional(),
  waitSeconds: z.number().min(0).max(waitLimitSeconds).optional(),
};
