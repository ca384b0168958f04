import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { askControl, worldOf } from './emulated-bridge';
import { FaultyWire, type WireFault } from './faulty-wire';
import { followEmulator, longPatience, untilQuiet, type FollowedEmulator } from './followed-emulator';
import { hastyClock } from './hasty-clock';
import { comeToRest } from './random-deeds/at-rest';
import { bridgeNames, type Stage } from './random-deeds/stage';

/** Nobody is waited for who does not answer: faults make many of them. */
const tempo = { answerTimeoutMs: 50, clientTimeoutMs: 200 };

/** What may happen to a bridge: its way to Usher is troubled, its events are cut, or it restarts with other people in other calls. */
export type Trouble = WireFault | 'events-cut' | 'restart';

/** An emulated cluster that Usher follows over wires on which everything can go wrong. */
export class TroubledHouse implements Stage {
  readonly clients: HeadlessGuest[] = [];
  readonly #followed: FollowedEmulator;
  readonly #wires: ReadonlyMap<string, FaultyWire>;

  private constructor(followed: FollowedEmulator, wires: ReadonlyMap<string, FaultyWire>) {
    this.#followed = followed;
    this.#wires = wires;
  }

  /** @param seed of all that is left to chance on the wires @param records whether the bridges send their call detail records */
  static async open(seed: number, records: boolean): Promise<TroubledHouse> {
    const wires = new Map<string, FaultyWire>();
    const followed = await followEmulator({
      clock: hastyClock,
      tempo,
      records,
      async addressOf({ name, http, https }) {
        if (!bridgeNames.includes(name)) return https;
        const wire = await FaultyWire.to(http, seed + wires.size);
        wires.set(name, wire);
        return wire.origin;
      },
    });
    return new TroubledHouse(followed, wires);
  }

  get emulator(): FollowedEmulator['emulator'] {
    return this.#followed.emulator;
  }

  get inventory(): FollowedEmulator['bridges']['inventory'] {
    return this.#followed.bridges.inventory;
  }

  async cause(trouble: Trouble, bridge: string): Promise<void> {
    if (trouble === 'restart') return this.#restart(bridge);
    const wire = this.#wires.get(bridge);
    if (trouble === 'events-cut') wire?.cutEvents();
    else wire?.arm(trouble);
  }

  /** Ends all trouble, and waits until nobody is on their way and Usher shows what is so. Throws with what is wrong. */
  async quiet(): Promise<void> {
    for (const wire of this.#wires.values()) wire.heal();
    await comeToRest(this, longPatience.timeout);
    await untilQuiet(this.#followed, longPatience);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.leave();
    await this.#followed.close();
    for (const wire of this.#wires.values()) await wire.close();
  }

  async #restart(callBridge: string): Promise<void> {
    const change = (down: boolean) => askControl(this.emulator, 'PUT', `/call-bridges/${callBridge}`, { down });
    await change(true);
    const { callBridges } = await worldOf(this.emulator);
    const people = callBridges.find(({ name }) => name === callBridge)?.calls.flatMap(({ participants }) => participants) ?? [];
    for (const { id } of people) await askControl(this.emulator, 'DELETE', `/people/${id}`);
    await change(false);
    await askControl(this.emulator, 'POST', '/people', { kind: 'sip', name: 'Back again', numericId: '1001', callBridge });
  }
}
