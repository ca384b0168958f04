import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Inventory } from '@/server/inventory/inventory';

/** Which bridge a line's host is: by the bridge's name, by the host of its address, or by the first label of either. */
export class HostBook {
  readonly #inventory: Pick<Inventory, 'picture' | 'subscribe'>;
  /** By host in lower case; null for one that several bridges could be. */
  #byHost: Map<string, string | null> | null = null;
  /** What the book was made of, by bridge. */
  readonly #known = new Map<string, string>();

  constructor(inventory: Pick<Inventory, 'picture' | 'subscribe'>) {
    this.#inventory = inventory;
    inventory.subscribe((change) => {
      if (change.event === 'call-bridge') this.#described(change.data);
      if (change.event === 'call-bridge-removed' && this.#known.delete(change.data.id)) this.#byHost = null;
    });
  }

  /** Usher's id of the bridge; null if the host is none that is known, or could be several. */
  find(host: string): string | null {
    this.#byHost ??= bookOf([...this.#inventory.picture.callBridges.values()]);
    return this.#byHost.get(host) ?? this.#byHost.get(host.toLowerCase()) ?? null;
  }

  #described({ id, name, address }: CallBridge): void {
    const names = `${name} ${address}`;
    if (this.#known.get(id) === names) return;
    this.#known.set(id, names);
    this.#byHost = null;
  }
}

function bookOf(bridges: readonly CallBridge[]): Map<string, string | null> {
  const book = new Map<string, string | null>();
  // What is said in full counts more than a first label.
  for (const namesOf of [fullNames, firstLabels]) {
    const found = new Map<string, string | null>();
    for (const bridge of bridges) {
      for (const name of namesOf(bridge)) found.set(name, found.has(name) && found.get(name) !== bridge.id ? null : bridge.id);
    }
    for (const [name, id] of found) if (!book.has(name)) book.set(name, id);
  }
  return book;
}

function fullNames({ name, address }: CallBridge): string[] {
  return [name.toLowerCase(), new URL(address).hostname.replace(/^\[|\]$/g, '')];
}

function firstLabels(bridge: CallBridge): string[] {
  return fullNames(bridge).flatMap((name) => (/^[\d.:]+$/.test(name) ? [] : (name.split('.')[0] ?? [])));
}
