import { noRights, type Rights, type Sender } from '@/lib/access/access';
import type { Item } from '@/lib/move/item';
import { routeOf } from '@/server/moves/follower';
import type { LiveOrder } from '@/server/moves/live-order';

/** By whose rights an item goes: of who gave the order, or of who had the item tried again. */
export function senderOf(live: LiveOrder, item: Item): Sender {
  return routeOf(live, item).sender ?? live.by;
}

/** What those by whom some items go may do at this moment, each asked for once. Throws if the database does not answer. */
export async function rightsOfSenders(rightsOf: (sender: Sender) => Promise<Rights>, live: LiveOrder, items: readonly Item[]): Promise<(item: Item) => Rights> {
  const senders = new Map(items.map((item) => senderOf(live, item)).map((sender) => [keyOf(sender), sender]));
  const known = new Map(await Promise.all([...senders].map(async ([key, sender]) => [key, await rightsOf(sender)] as const)));
  return (item) => known.get(keyOf(senderOf(live, item))) ?? noRights;
}

const keyOf = ({ kind, id }: Sender) => `${kind} ${id}`;
