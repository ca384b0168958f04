import { z } from 'zod';
import { roles } from '@/lib/access/access';
import { idInput, nameInput } from '@/lib/access/name';
import { scopeInput, scopeSchema } from '@/lib/access/scope';

/** A script's token as it is listed, never the token itself. Times are RFC 3339. */
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scope: scopeSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type Token = z.infer<typeof tokenSchema>;

/** `create-token`: without `expiresInDays` it is valid until it is deleted. */
export const createTokenInput = z.strictObject({
  name: nameInput,
  role: z.enum(roles),
  scope: scopeInput.optional(),
  expiresInDays: z.int().min(1, 'At least one day.').max(3_650, 'At most ten years.').optional(),
});
export type CreateToken = z.infer<typeof createTokenInput>;

/** `delete-token` */
export const deleteTokenInput = z.strictObject({ id: idInput });
