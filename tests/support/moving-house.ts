import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { isFinal } from '@/lib/move/item-state';
import type { MoveRequest, Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import type { Database } from '@/server/db/schema';
import { problemOf } from '@/server/commands/run-command';
import { Moves } from '@/server/moves/moves';
import { addPerson, askControl, emulatedBridge, worldOf, type WorldView } from './emulated-bridge';
import { readHistory } from './emulator-history';
import { FaultyWire, type WireFault } from './faulty-wire';
import { followEmulator, longPatience, untilQuiet, type FollowedEmulator } from './followed-emulator';
import { hastyClock } from './hasty-clock';
import { brokenPromises, foreignAgent } from './moves-check';
import { comeToRest } from './random-deeds/at-rest';
import { bridgeNames, pick, type Stage } from './random-deeds/stage';

/** What may happen to a bridge: its way to Usher is troubled, its events are cut, its network is away for a moment, or it restarts and all are gone. */
export type MoveTrouble = WireFault | 'events-cut' | 'unplugged' | 'restarted';

const quiet = pino({ enabled: false });

function operator(name: string): Caller {
  return { kind: 'person', id: name, name, role: 'operator', scope: null, address: null };
}

/** Orders that are carried out over wires on which everything can go wrong, by Usher's own parts. */
export class MovingHouse implements Stage {
  readonly clients = [];
  readonly #followed: FollowedEmulator;
  readonly #wires: ReadonlyMap<string, FaultyWire>;
  readonly #audit: AuditDesk;
  readonly #moves: Moves;
  readonly #acknowledged = new Map<string, string[]>();
  readonly #people: string[] = [];

  private constructor(followed: FollowedEmulator, wires: ReadonlyMap<string, FaultyWire>, db: Kysely<Database>) {
    this.#followed = followed;
    this.#wires = wires;
    this.#audit = createAuditDesk(db, () => hastyClock.now());
    const { inventory, clusters } = followed.bridges;
    const rightsOf = () => Promise.resolve({ role: 'operator' as const, scope: null });
    this.#moves = new Moves({ db, audit: this.#audit.writer, inventory, clusters, rightsOf, publish: () => undefined, clock: hastyClock, log: quiet });
  }

  /** @param seed of all that is left to chance on the wires @param db closed by whoever opened it */
  static async open(seed: number, db: Kysely<Database>): Promise<MovingHouse> {
    const wires = new Map<string, FaultyWire>();
    const followed = await followEmulator({
      clock: hastyClock,
      hastyEmulator: true,
      tempo: { mediaDelayMs: 150 },
      async addressOf({ name, http, https }) {
        if (!bridgeNames.includes(name)) return https;
        const wire = await FaultyWire.to(http, seed + wires.size);
        wires.set(name, wire);
        return wire.origin;
      },
    });
    return new MovingHouse(followed, wires, db);
  }

  get emulator(): FollowedEmulator['emulator'] {
    return this.#followed.emulator;
  }

  /** Brings in guests and callers who can be moved, every third of them muted, and a host in each space. */
  async bringPeople(count: number, spaces: readonly string[]): Promise<void> {
    for (const [n, numericId] of spaces.entries()) {
      await this.#bring({ kind: 'sip', name: `Host ${n}`, numericId, callBridge: pick(bridgeNames, n) });
    }
    for (let n = 0; n < count; n += 1) {
      const kind = n % 4 === 3 ? 'sip' : 'web-app';
      const numericId = pick(spaces, n) ?? '';
      const { participant, callBridge } = await this.#bring({ kind, name: `Person ${n}`, numericId, callBridge: pick(bridgeNames, n) });
      if (n % 3 === 0) await emulatedBridge(this.emulator, callBridge).request('PUT', `participants/${participant}`, 'rxAudioMute=true');
      this.#people.push(`Person ${n}`);
    }
    await untilQuiet(this.#followed);
  }

  /** The emulated bridges may not see each other for a moment where the machine is slow: then nobody has room, and nobody is in. */
  #bring(person: Parameters<typeof addPerson>[1]): ReturnType<typeof addPerson> {
    return vi.waitFor(() => addPerson(this.emulator, person), longPatience);
  }

  /** Where somebody is now, under which id; null while they are on their way. */
  async find(name: string): Promise<{ id: string; meeting: string } | null> {
    const world = await worldOf(this.emulator);
    const found = callsOf(world).flatMap(({ correlator, participants }) => participants.map((one) => ({ ...one, meeting: correlator })));
    return found.find((one) => one.name === name && one.state === 'connected') ?? null;
  }

  get people(): readonly string[] {
    return this.#people;
  }

  async meetings(): Promise<string[]> {
    return [...new Set(callsOf(await worldOf(this.emulator)).map(({ correlator }) => correlator))];
  }

  /** Orders under a key; the same key again must give the same order. @returns in which words it was refused; nothing if it was taken */
  async order(by: string, key: string, participants: string[], meeting: string): Promise<string> {
    const request: MoveRequest = { participants, to: { meeting }, reason: key };
    try {
      const { id } = await this.#moves.submit(operator(by), request, key);
      this.#acknowledged.set(key, [...(this.#acknowledged.get(key) ?? []), id]);
      return '';
    } catch (error) {
      return problemOf(error, quiet, 'an order').detail;
    }
  }

  /** Somebody else's program moves somebody, straight at a bridge that hosts the target. */
  async moveByScript(participant: string, meeting: string): Promise<void> {
    const { callBridges } = await worldOf(this.emulator);
    const [host] = callBridges.flatMap(({ name, calls }) => calls.filter(({ correlator }) => correlator === meeting).map(({ id }) => ({ name, id })));
    if (!host) return;
    const bridge = emulatedBridge(this.emulator, host.name);
    // As whoever wrote it would: it says nothing of microphones.
    await bridge.request('POST', `calls/${host.id}/participants`, `movedParticipant=${participant}`, { 'user-agent': foreignAgent }).catch(() => null);
  }

  async cause(trouble: MoveTrouble, bridge: string): Promise<void> {
    const wire = this.#wires.get(bridge);
    if (trouble === 'events-cut') wire?.cutEvents();
    else if (trouble === 'unplugged') await this.#setDown(bridge, true);
    else if (trouble === 'restarted') await this.#restart(bridge);
    else wire?.arm(trouble);
  }

  async heal(): Promise<void> {
    for (const wire of this.#wires.values()) wire.heal();
    for (const bridge of bridgeNames) await this.#setDown(bridge, false);
  }

  /** Ends all trouble, waits until all is quiet and every item has come to its end, and says which promises were broken. */
  async quiet(): Promise<string[]> {
    await this.heal();
    await comeToRest(this, longPatience.timeout);
    await untilQuiet(this.#followed, longPatience);
    await vi.waitUntil(async () => (await this.orders()).every(({ items }) => items.every(({ state }) => isFinal(state))), longPatience);
    const audit = (await this.#audit.log.list(10_000, null, {})).items.toReversed();
    const record = { orders: await this.orders(), audit, verification: await this.#audit.check.verify(true), acknowledged: this.#acknowledged, told: new Set([...this.#wires.values()].flatMap((wire) => [...wire.told])) };
    return brokenPromises(await readHistory(this.emulator.control), record);
  }

  orders(): Promise<Order[]> {
    return this.#moves.list({ limit: 10_000, before: null, filter: {} }, operator('the checker'));
  }

  async close(): Promise<void> {
    await this.#moves.stop();
    await this.#followed.close();
    for (const wire of this.#wires.values()) await wire.close();
  }

  async #restart(bridge: string): Promise<void> {
    await this.#setDown(bridge, true);
    const { callBridges } = await worldOf(this.emulator);
    const people = callBridges.find(({ name }) => name === bridge)?.calls.flatMap(({ participants }) => participants) ?? [];
    for (const { id } of people) await askControl(this.emulator, 'DELETE', `/people/${id}`);
    await this.#setDown(bridge, false);
  }

  async #setDown(bridge: string, down: boolean): Promise<void> {
    await askControl(this.emulator, 'PUT', `/call-bridges/${bridge}`, { down });
  }
}

function callsOf({ callBridges }: WorldView): WorldView['callBridges'][number]['calls'] {
  return callBridges.flatMap(({ calls }) => calls);
}
