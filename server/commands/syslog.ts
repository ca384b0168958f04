import { z } from 'zod';
import { read } from '@/server/commands/command';

/** How bridges' logs come in, and what else writes there. */
export const getSyslog = read({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z.object({}),
  run: ({ syslog, changes }) => ({ ...syslog.state, sequence: changes.sequence }),
});
