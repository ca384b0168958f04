import type { Change } from '@/lib/meeting/change';
import type { Item } from '@/lib/move/item';
import { isFinal } from '@/lib/move/item-state';
import type { LiveOrder } from '@/server/moves/live-order';

interface Watched {
  readonly live: LiveOrder;
  readonly itemId: string;
  readonly participant: string;
  readonly source: string | null;
}

/** The orders that are being followed, found by whom they move: what a change costs depends neither on how many there are nor on their size. */
export class WatchList {
  readonly #orders = new Map<string, { readonly live: LiveOrder; readonly items: readonly Watched[] }>();
  readonly #byPerson = new Map<string, Set<Watched>>();
  readonly #bySource = new Map<string, Set<Watched>>();
  /** Of each bridge that is connected, in which cluster it is. */
  readonly #connected = new Map<string, string | null>();

  /** Watches items of an order, which may be watched already. */
  add(live: LiveOrder, items: readonly Item[]): void {
    const added = items.map(({ id, participant, from }) => ({ live, itemId: id, participant, source: from?.meeting ?? null }));
    this.#orders.set(live.id, { live, items: [...(this.#orders.get(live.id)?.items ?? []), ...added] });
    for (const item of added) {
      enter(this.#byPerson, item.participant, item);
      if (item.source !== null) enter(this.#bySource, item.source, item);
    }
  }

  remove(live: LiveOrder): void {
    for (const item of this.#orders.get(live.id)?.items ?? []) {
      strike(this.#byPerson, item.participant, item);
      if (item.source !== null) strike(this.#bySource, item.source, item);
    }
    this.#orders.delete(live.id);
  }

  find(orderId: string): LiveOrder | null {
    return this.#orders.get(orderId)?.live ?? null;
  }

  all(): LiveOrder[] {
    return [...this.#orders.values()].map(({ live }) => live);
  }

  /** The items that move this participant. */
  itemsMoving(person: string): Item[] {
    return itemsOf(this.#byPerson.get(person)).map(({ item }) => item);
  }

  /** The items about which a change can say something new. Who was made by a move carries the id of who they were. */
  concernedBy(change: Change): { live: LiveOrder; item: Item }[] {
    switch (change.event) {
      case 'participant':
        return [...itemsOf(this.#byPerson.get(change.data.id)), ...itemsOf(this.#byPerson.get(change.data.movedFrom?.participant ?? ''))];
      case 'participant-left':
        return itemsOf(this.#byPerson.get(change.data.id));
      case 'meeting-ended':
        return itemsOf(this.#bySource.get(change.data.id));
      case 'call-bridge':
        return this.#isNewlyConnected(change.data) ? this.#unsettled() : [];
      default:
        return [];
    }
  }

  /** A bridge speaks of its load every few seconds; only that it came back, or went to another cluster, concerns everybody. */
  #isNewlyConnected({ id, state, cluster }: Extract<Change, { event: 'call-bridge' }>['data']): boolean {
    if (state !== 'connected') {
      this.#connected.delete(id);
      return false;
    }
    if (this.#connected.has(id) && this.#connected.get(id) === cluster.id) return false;
    this.#connected.set(id, cluster.id);
    return true;
  }

  #unsettled(): { live: LiveOrder; item: Item }[] {
    return this.all().flatMap((live) => [...live.items()].flatMap((item) => (isFinal(item.state) ? [] : { live, item })));
  }
}

function enter(index: Map<string, Set<Watched>>, key: string, watched: Watched): void {
  const found = index.get(key);
  if (found) found.add(watched);
  else index.set(key, new Set([watched]));
}

function strike(index: Map<string, Set<Watched>>, key: string, watched: Watched): void {
  const found = index.get(key);
  found?.delete(watched);
  if (found?.size === 0) index.delete(key);
}

function itemsOf(watched: ReadonlySet<Watched> | undefined): { live: LiveOrder; item: Item }[] {
  return [...(watched ?? [])].flatMap(({ live, itemId }) => {
    const item = live.item(itemId);
    return item ? { live, item } : [];
  });
}
