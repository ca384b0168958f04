import { z } from 'zod';
import { trustSchema } from '@/server/bridge-client/trust';

const noControls = (text: string) => !/[\u0000-\u001f\u007f]/.test(text);

const address = z.string().trim().min(1, 'Give the address of the Web Admin.').max(500);
const id = z.string().min(1).max(100);
const name = z.string().trim().min(1).max(100).refine(noControls, 'A name is one line of text.');
const username = z
  .string()
  .min(1, 'Give the name of an account with the role "api".')
  .max(200)
  .refine((text) => noControls(text) && !text.includes(':'), 'A user name has no colon and no control characters.');
const password = z.string().min(1, 'Give the password of the account.').max(500).refine(noControls, 'A password is one line of text.');

export const inspectInputSchema = z.strictObject({ address });
export type InspectInput = z.infer<typeof inspectInputSchema>;

/** An account, or the one of a bridge of the same cluster that is connected already. */
const account = { username: username.optional(), password: password.optional(), sameAccountAs: id.optional() };

function hasOneAccount(input: { username?: string; password?: string; sameAccountAs?: string }): boolean {
  const own = input.username !== undefined && input.password !== undefined;
  const none = input.username === undefined && input.password === undefined;
  return input.sameAccountAs === undefined ? own : none;
}
const oneAccount = { message: 'Give user name and password, or the bridge whose account is used too.', path: ['username'] };

export const testInputSchema = z.strictObject({ address, ...account, trust: trustSchema }).refine(hasOneAccount, oneAccount);
export type TestInput = z.infer<typeof testInputSchema>;

export const addInputSchema = z
  .strictObject({ address, ...account, trust: trustSchema, name: name.optional() })
  .refine(hasOneAccount, oneAccount);
export type AddInput = z.infer<typeof addInputSchema>;

export const editInputSchema = z.strictObject({
  name: name.optional(),
  address: address.optional(),
  username: username.optional(),
  password: password.optional(),
  trust: trustSchema.optional(),
});
export type EditInput = z.infer<typeof editInputSchema>;
