import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import { isEnd } from '@/lib/move/item-state';
import type { Item } from '@/lib/move/item';
import type { LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import { faults, type FaultName } from '@/lib/trace/faults';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { joinHeadless, type HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { SyslogReceiver } from '@/server/feeds/syslog/syslog-receiver';
import { Moves } from '@/server/moves/moves';
import { traceOfItem } from '@/server/traces/trace-of-item';
import { addPerson, askControl } from './emulated-bridge';
import { freeBasePort, giveBasePortBack, syslogOffset } from './free-port';
import { hastyClock, hastyDelay, hastyEmulatorClock } from './hasty-clock';
import { openIntake } from './open-intake';

/** What comes in beside Usher's own requests and the bridges' events. */
export interface FeedsAtHand {
  readonly records: boolean;
  readonly logs: boolean;
}

/** What an item came to, and what Usher makes of it. */
export interface Provoked {
  readonly item: Item;
  readonly trace: LiveDiagnosis;
}

const quiet = pino({ enabled: false });
const operator: Caller = { kind: 'person', id: 'olga', name: 'Olga', role: 'operator', scope: null, address: null };
/** The target is 1002, and 1008 the wrong one. */
const sources = ['1001', '1003', '1004', '1005', '1006', '1007'];

/** Alarms name a bridge and nobody: without logs, whoever is moved while one is up cannot be told from those whom it is about. */
const raisesAlarm: readonly FaultName[] = ['link-down', 'web-bridge-unreachable'];

/** A web bridge does not say whose token it refuses: whom it can be is told by the moment, if others are told to come over so much earlier or later. */
export const tellableApartMs = 5_000;

/** An alarm is read within half a minute, media are looked for in twenty seconds: by then all is known that will be. */
const knownWithinMs = 40_000;

/** Whether a fault hits whoever asks the bridge for anything, not one person's move. */
export function hitsPort(fault: FaultName): boolean {
  return fault === 'port-closed' || fault === 'wrong-certificate';
}

/** An emulator, and Usher's own parts from its feeds to its findings, without console and API. */
export class DiagnosingHouse {
  readonly #guests: HeadlessGuest[] = [];

  private constructor(
    readonly emulator: Emulator,
    private readonly bridges: Bridges,
    private readonly moves: Moves,
    private readonly reads: FeedsAtHand,
    private readonly closers: readonly (() => unknown)[],
  ) {}

  static async open({ records, logs }: FeedsAtHand): Promise<DiagnosingHouse> {
    const emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, clock: hastyEmulatorClock, tempo: { mediaDelayMs: 0 } });
    const db = await memoryDatabase();
    const intake = await openIntake();
    const handover = { authority: emulator.authorityPem, account: emulator.account, nodes: emulator.nodes };
    const bridges = createBridges({ db, clock: hastyClock, secret: 'a secret that is long enough for a test', log: quiet, emulator: handover, cdrUrl: records ? intake.url : null });
    intake.serve(bridges.cdr, hastyClock);
    const basePort = await freeBasePort();
    const port = basePort + syslogOffset;
    const syslog = new SyslogReceiver({ host: '127.0.0.1', port, tls: null, reachedBy: '127.0.0.1', intake: bridges.syslog, clock: hastyClock, log: quiet });
    await syslog.open();
    if (logs) await askControl(emulator, 'PUT', '/syslog', { destination: { transport: 'tcp', port } });
    await bridges.start();
    const { inventory, clusters } = bridges;
    const rightsOf = () => Promise.resolve({ role: 'operator' as const, scope: null });
    const moves = new Moves({ db, audit: createAuditDesk(db, () => hastyClock.now()).writer, inventory, clusters, rightsOf, publish: () => undefined, clock: hastyClock, log: quiet });
    const closers = [() => moves.stop(), () => bridges.stop(), () => syslog.close(), () => emulator.close(), () => intake.close(), () => db.destroy(), () => giveBasePortBack(basePort)];
    const house = new DiagnosingHouse(emulator, bridges, moves, { records, logs }, closers);
    await house.#until(() => {
      const all = [...inventory.picture.callBridges.values()];
      return all.length === 4 && all.every(({ state, feeds }) => state === 'connected' && feeds.events === 'active' && (!records || feeds.cdr !== 'off')) ? true : null;
    });
    return house;
  }

  /**
   * Moves a guest with each of these faults, all at once except those whose alarm is all that is known of them.
   * @param apartMs so much the moves lie apart on which somebody gets lost on their way
   */
  async provoke(wanted: readonly FaultName[], apartMs = 0): Promise<ReadonlyMap<FaultName, Provoked>> {
    await addPerson(this.emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
    const target = await this.#until(() => [...this.bridges.inventory.picture.meetings.values()].find(({ name }) => name === 'Space 2')?.id ?? null);
    // Guests come to the bridge that is least busy, and the target is on another.
    for (const name of ['cbcms2', 'cbcms3']) await askControl(this.emulator, 'PUT', `/call-bridges/${name}`, { load: 60 });
    const people = new Map<FaultName, string>();
    for (const [at, fault] of wanted.entries()) people.set(fault, await this.#guestFor(fault, sources[at % sources.length] ?? ''));
    for (const name of ['cbcms2', 'cbcms3']) await askControl(this.emulator, 'PUT', `/call-bridges/${name}`, { load: null });
    const orders = new Map<FaultName, string>();
    const move = async (fault: FaultName) => {
      orders.set(fault, await this.#moved(fault, people.get(fault) ?? '', target));
    };
    const found = new Map<FaultName, Provoked>();
    const trace = async () => {
      for (const [fault, order] of orders) if (!found.has(fault)) found.set(fault, await this.#traced(order));
    };
    const isDropped = (fault: FaultName) => faults[fault].symptom === 'dropped';
    const isAlarmed = (fault: FaultName) => raisesAlarm.includes(fault) && !this.reads.logs;
    const together = wanted.filter((fault) => !isAlarmed(fault) && !isDropped(fault) && !hitsPort(fault));
    const dropped = wanted.filter(isDropped).map(async (fault, at) => {
      await hastyDelay(at * apartMs);
      await move(fault);
    });
    await Promise.all([...together.map(move), ...dropped]);
    await hastyDelay(knownWithinMs);
    await Promise.all(wanted.filter(isAlarmed).map(move));
    if (wanted.some(isAlarmed)) await hastyDelay(knownWithinMs);
    // What came later changes nothing of what is told of a move.
    await trace();
    for (const fault of wanted.filter(hitsPort)) await move(fault);
    await trace();
    return found;
  }

  async close(): Promise<void> {
    for (const guest of this.#guests.splice(0)) guest.leave();
    for (const close of this.closers) await close();
  }

  async #guestFor(name: string, numericId: string): Promise<string> {
    const webBridgeUrl = this.emulator.nodes.find((node) => node.name === 'wbcms1')?.http ?? '';
    this.#guests.push(await joinHeadless({ webBridgeUrl, numericId, name }));
    return this.#until(() => {
      const found = [...this.bridges.inventory.picture.participants.values()].find((person) => person.name === name);
      return found?.state === 'connected' && found.kind === 'web-app' && found.canMove ? found.id : null;
    });
  }

  /** @returns the id of the order, once it is over */
  async #moved(fault: FaultName, participant: string, meeting: string): Promise<string> {
    await askControl(this.emulator, 'POST', '/faults', hitsPort(fault) ? { fault, callBridge: 'cbcms2', times: 'until-cleared' } : { fault, participant, times: 'once' });
    const { id } = await this.moves.submit(operator, { participants: [participant], to: { meeting } }, null);
    if (hitsPort(fault)) await this.#untilOpen(id);
    await this.#until(async () => ((await this.moves.find(id, operator)).items.every(({ state }) => isEnd(state)) ? true : null));
    return id;
  }

  async #traced(order: string): Promise<Provoked> {
    const traced = await this.moves.findItem(order, '1', operator);
    return { item: traced.item, trace: traceOfItem(this.bridges, traced, hastyClock.now()) };
  }

  /** Takes the fault away once it has hit, and waits until all bridges are followed again. */
  async #untilOpen(order: string): Promise<void> {
    await this.#until(async () => ((await this.moves.find(order, operator)).items.every(({ state, error }) => isEnd(state) || error !== null) ? true : null));
    await askControl(this.emulator, 'DELETE', '/faults');
    await this.#until(() => ([...this.bridges.inventory.picture.callBridges.values()].every(({ state }) => state === 'connected') ? true : null));
  }

  async #until<T>(look: () => T | null | Promise<T | null>): Promise<T> {
    for (let left = 2_000; left > 0; left -= 1) {
      const found = await look();
      if (found !== null) return found;
      await pause(20);
    }
    throw new Error('It did not come about.');
  }
}
