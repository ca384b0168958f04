import { z } from 'zod';
import { idInput } from '@/lib/access/name';
import { mostSpacesAtOnce } from '@/lib/meeting/space';
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

const spaceList = z
  .string()
  .max(20_000)
  .transform((list) => list.split(',').map((pair) => pair.split('/')))
  .pipe(z.array(z.tuple([idInput, idInput], 'Name each as cluster/space.')).max(mostSpacesAtOnce, `At most ${mostSpacesAtOnce} spaces.`))
  .transform((pairs) => pairs.map(([cluster, id]) => ({ cluster, id })));

/** What spaces are called of which only the ids are known: asked of the bridges. Those that the caller may not see are left out. */
export const listSpaceDetails = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: z.object({ spaces: spaceList }),
  async run({ spaceLookup, changes }, { scope }, { spaces }) {
    const sequence = changes.sequence;
    return { ...(await spaceLookup.find(spaces, scope)), sequence };
  },
});
