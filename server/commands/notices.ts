import { z } from 'zod';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';

const id = z.string().min(1).max(200);

/** Who was lost on the way and may need help; whoever has waited longest comes first. */
export const listNotices = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object(pageInput),
  run: ({ lost, changes }, { scope }, input) => ({ ...pageOf(lost.list(scope), (notice) => `${notice.at} ${notice.id}`, input), sequence: changes.sequence }),
});

/** Puts a notice away, for everybody. */
export const dismissNotice = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.strictObject({ id }),
  run: ({ lost }, caller, input) => lost.dismiss(caller, input.id),
  record: null,
});
