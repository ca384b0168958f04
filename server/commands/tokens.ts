import { z } from 'zod';
import { createTokenInput, deleteTokenInput } from '@/lib/access/token';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';

export const listTokens = read({
  permission: 'tokens.read',
  scope: 'refused',
  input: z.object(pageInput),
  async run({ people, changes }, _, input) {
    const sequence = changes.sequence;
    return { ...pageOf(await people.tokens.list(), (token) => `${token.name.toLocaleLowerCase()} ${token.id}`, input), sequence };
  },
});

/** The token itself is in this answer only; what is kept is its hash. */
export const createToken = deed({
  permission: 'tokens.write',
  scope: 'refused',
  input: createTokenInput,
  run: ({ people }, caller, input) => people.tokens.create(caller, input),
  record: ({ name, role, scope, expiresInDays }, output) => ({ id: output?.token.id, name, role, scope, expiresInDays }),
});

export const deleteToken = deed({
  permission: 'tokens.write',
  scope: 'refused',
  input: deleteTokenInput,
  run: ({ people }, _, { id }) => people.tokens.delete(id),
  record: ({ id }, output) => ({ id, name: output?.name }),
});
