import { z } from 'zod';
import type { JoinLink } from '@/lib/move/join-link';
import { sides } from '@/lib/move/notice';
import { ProblemError } from '@/lib/problem/problem';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';
import { placeOnSide } from '@/server/moves/lost/open-notice';

const id = z.string().min(1).max(200);
const helpInput = z.strictObject({ id, into: z.enum(sides) });

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

/** Has somebody called who was lost. Answers once the bridge has; whether they pick up is told by the notice. */
export const redialPerson = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: helpInput,
  run: ({ redials }, caller, input) => redials.redial(caller, input.id, input.into),
  record: null,
});

/** How a guest comes into one of the two meetings. Who took the link is on record; the link, which lets people in, is not. */
export const takeJoinLink = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: helpInput,
  async run({ lost, joinLinks }, caller, input): Promise<JoinLink> {
    const place = placeOnSide(lost.helped(caller, input.id, input.into), input.into);
    if (place?.space == null) throw new ProblemError('conflict', 'That meeting has no space, and so no link that leads to it.');
    return joinLinks.to({ space: place.space, cluster: place.cluster });
  },
  record: ({ id: notice, into }, output) => ({ notice, into, callBridge: output?.callBridge }),
});
