import { z } from 'zod';
import { moveKinds } from '@/lib/move/order';
import { invalidField } from '@/lib/problem/problem';
import { isTimeZone } from '@/lib/trace/log/log-clock';
import { read } from '@/server/commands/command';

const dayMs = 24 * 3_600_000;
const usualDays = 30;
/** A quarter of a year. */
const mostDays = 92;

/** Why items failed, day by day: of those of which the caller is told. The last thirty days, unless said. */
export const countFailedItems = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object({
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    timeZone: z.string().max(100).refine(isTimeZone, 'Say it as in Europe/Berlin.').default('UTC'),
    kind: z.enum(moveKinds).optional(),
  }),
  async run({ findings, changes, clock }, caller, { from, to, timeZone, kind }) {
    const sequence = changes.sequence;
    const toMs = to === undefined ? clock.now() : Date.parse(to);
    const fromMs = from === undefined ? toMs - usualDays * dayMs : Date.parse(from);
    if (fromMs >= toMs) throw invalidField('from', 'This is not before the end of the time.');
    if (toMs - fromMs > mostDays * dayMs) throw invalidField('from', `At most ${mostDays} days are counted at once.`);
    const items = await findings.counts({ fromMs, toMs, timeZone, kind }, caller);
    return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), timeZone, items, sequence };
  },
});
