import { z } from 'zod';
import { roles } from '@/lib/access/access';
import { idInput, nameInput } from '@/lib/access/name';
import { scopeInput, scopeSchema } from '@/lib/access/scope';

/** Somebody who can sign in. `signedIn` says whether a session is open now. Times are RFC 3339. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scope: scopeSchema.nullable(),
  createdAt: z.string(),
  signedIn: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

/** The shortest password that a person may choose, in characters. */
export const shortestPassword = 12;
const longestPassword = 200;

const passwordInput = z
  .string()
  .min(shortestPassword, `A password has at least ${shortestPassword} characters.`)
  .max(longestPassword, `A password has at most ${longestPassword} characters.`);

/** `add-person`: without a password a random one is made and answered once. */
export const addPersonInput = z.strictObject({
  name: nameInput,
  role: z.enum(roles),
  scope: scopeInput.optional(),
  password: passwordInput.optional(),
});
export type AddPerson = z.infer<typeof addPersonInput>;

/** `change-role`: what is left out stays as it is; `scope: null` lifts the limit. */
export const changeRoleInput = z.strictObject({ id: idInput, role: z.enum(roles).optional(), scope: scopeInput.optional() });
export type ChangeRole = z.infer<typeof changeRoleInput>;

/** `reset-password` (a new random one is answered once) and `remove-person`. */
export const personIdInput = z.strictObject({ id: idInput });

/** `change-own-password` */
export const changeOwnPasswordInput = z.strictObject({
  current: z.string().min(1, 'Give your current password.').max(longestPassword),
  next: passwordInput,
});
export type ChangeOwnPassword = z.infer<typeof changeOwnPasswordInput>;
