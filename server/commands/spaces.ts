import { z } from 'zod';
import { read } from '@/server/commands/command';

/** Spaces by name, whether or not anybody is in them: asked of the bridges, at most 50 by name. */
export const listSpaces = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: z.object({ search: z.string().trim().max(200).default(''), cluster: z.string().max(200).optional() }),
  async run({ spaces, changes }, { scope }, { search, cluster }) {
    const sequence = changes.sequence;
    return { ...(await spaces.find({ search, cluster, scope })), nextCursor: null, sequence };
  },
});
