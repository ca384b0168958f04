import { isInScope, type Scope } from '@/lib/access/scope';
import type { Notice } from '@/lib/move/notice';
import { elsewhere, type Routes } from '@/server/moves/order-seen';

/** A notice as whoever has this scope may see it: of the side that is outside nothing is told. Null where both are. */
export function noticeSeen(notice: Notice, routes: Routes, scope: Scope | null): Notice | null {
  if (scope === null) return notice;
  const route = routes.get(notice.item);
  const seesFrom = isInScope(scope, route?.from ?? null);
  const seesTo = isInScope(scope, route?.to ?? null);
  if (!seesFrom && !seesTo) return null;
  if (seesFrom && seesTo) return notice;
  const { person, from, to, order, item, redial } = notice;
  return {
    ...notice,
    person: seesFrom ? person : { ...person, participant: `elsewhere:${order}/${item}`, uri: null },
    from: seesFrom ? from : elsewhere,
    to: seesTo ? to : elsewhere,
    redial: redial && (redial.into === 'source' ? seesFrom : seesTo) ? redial : null,
  };
}
