import type { Change } from '@/lib/meeting/change';
import type { Item } from '@/lib/move/item';
import { isFinal } from '@/lib/move/item-state';
import type { LiveOrder } from '@/server/moves/live-order';

/** The orders that are being followed, found by whom they move: what a change costs does not depend on how many there are. */
export class WatchList {
  readonly #orders = new Map<string, LiveOrder>();
  readonly #byPerson = new Map<string, Set<LiveOrder>>();

  add(live: LiveOrder): void {
    this.#orders.set(live.order.id, live);
    for (const { participant } of live.order.items) {
      const orders = this.#byPerson.get(participant) ?? new Set();
      this.#byPerson.set(participant, orders.add(live));
    }
  }

  remove(live: LiveOrder): void {
    this.#orders.delete(live.order.id);
    for (const { participant } of live.order.items) {
      const orders = this.#byPerson.get(participant);
      orders?.delete(live);
      if (orders?.size === 0) this.#byPerson.delete(participant);
    }
  }

  find(orderId: string): LiveOrder | null {
    return this.#orders.get(orderId) ?? null;
  }

  all(): LiveOrder[] {
    return [...this.#orders.values()];
  }

  /** The items that move this participant. */
  itemsMoving(person: string): Item[] {
    return this.#itemsOf(person).map(({ item }) => item);
  }

  /** The items about which a change can say something new. Who was made by a move carries the id of who they were. */
  concernedBy(change: Change): { live: LiveOrder; item: Item }[] {
    switch (change.event) {
      case 'participant':
        return [...this.#itemsOf(change.data.id), ...this.#itemsOf(change.data.movedFrom?.participant)];
      case 'participant-left':
        return this.#itemsOf(change.data.id);
      case 'meeting-ended':
        return this.#items((item) => item.from?.meeting === change.data.id);
      case 'call-bridge':
        return change.data.state === 'connected' ? this.#items((item) => !isFinal(item.state)) : [];
      default:
        return [];
    }
  }

  #itemsOf(person: string | undefined): { live: LiveOrder; item: Item }[] {
    const orders = person === undefined ? [] : [...(this.#byPerson.get(person) ?? [])];
    return orders.flatMap((live) => live.order.items.filter((item) => item.participant === person).map((item) => ({ live, item })));
  }

  #items(concerned: (item: Item) => boolean): { live: LiveOrder; item: Item }[] {
    return this.all().flatMap((live) => live.order.items.filter(concerned).map((item) => ({ live, item })));
  }
}
