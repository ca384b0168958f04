import { faults, type FaultName } from '@/lib/trace/faults';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { joinHeadless, type HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from './emulated-bridge';
import { logOf, type NodeLogs } from './node-logs';
import { waitUntil } from './wait-until';

const patience = { timeout: 30_000, interval: 20 };

/** A fault, or a move that goes well. */
export type LoggedRow = FaultName | 'none';

/** Who was moved, by their ids before, in the order in which they were asked for; and what the nodes logged from then on. */
export interface Logged {
  readonly people: readonly string[];
  readonly logs: NodeLogs;
}

/** An emulator whose guests are moved with faults, by its own API alone. */
export class LoggedFaults {
  readonly #guests: HeadlessGuest[] = [];

  private constructor(readonly emulator: Emulator) {}

  static async open(): Promise<LoggedFaults> {
    return new LoggedFaults(await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 } }));
  }

  /** Guests on cbcms1, moved by cbcms2 into its meeting at the same time, each with a fault. */
  async moved(...rows: readonly LoggedRow[]): Promise<Logged> {
    const target = await this.target();
    const guests = await this.#guestsFor(rows);
    const people = guests.map((guest) => selfOf(guest) ?? '');
    const before = await logOf(this.emulator);
    for (const [at, fault] of rows.entries()) if (fault !== 'none') await askControl(this.emulator, 'POST', '/faults', { fault, participant: people[at], times: 'once' });
    const answered = Promise.all(people.map((who) => this.ask(who, target).catch(() => undefined)));
    // Of this one nobody ever answers.
    if (!rows.includes('request-dropped')) await answered;
    await waitUntil(async () => JSON.stringify((await askControl(this.emulator, 'GET', '/faults')).body['armed']) === '[]', patience);
    for (const [at, row] of rows.entries()) {
      const symptom = row === 'none' ? 'any' : faults[row].symptom;
      await waitUntil(async () => (await this.isOver(people[at] ?? '', symptom)) && guests[at]?.state.phase === (symptom === 'dropped' ? 'ended' : 'in-call'), patience);
    }
    return { people, logs: await logOf(this.emulator, before) };
  }

  /** Lets a guest in, or a user. @returns the one, once they are there */
  async join(options: Omit<Parameters<typeof joinHeadless>[0], 'webBridgeUrl'>): Promise<HeadlessGuest> {
    const webBridgeUrl = this.emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
    const guest = await joinHeadless({ webBridgeUrl, ...options });
    this.#guests.push(guest);
    await waitUntil(() => selfOf(guest) !== null, patience);
    return guest;
  }

  /** The call of Space 2 on cbcms2, with somebody in it. */
  async target(): Promise<string> {
    const host = await addPerson(this.emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
    return valueOf(await emulatedBridge(this.emulator, 'cbcms2').get(`participants/${host.participant}`), 'call') ?? '';
  }

  async ask(participant: string, target: string): Promise<void> {
    await emulatedBridge(this.emulator, 'cbcms2').request('POST', `calls/${target}/participants`, `movedParticipant=${participant}&needsActivation=false`);
  }

  /** Whether somebody is where a fault leaves them. */
  async isOver(old: string, symptom: (typeof faults)[FaultName]['symptom']): Promise<boolean> {
    const people = (await worldOf(this.emulator)).callBridges.flatMap(({ calls }) => calls.flatMap(({ name, participants }) => participants.map((who) => ({ ...who, meeting: name }))));
    if (symptom === 'nothing-happened') return people.some(({ id }) => id === old);
    if (people.some(({ id }) => id === old)) return false;
    const made = (id: string): typeof people => people.filter(({ movedFrom }) => movedFrom?.participant === id).flatMap((one) => [one, ...made(one.id)]);
    const arrived = made(old).findLast(({ state }) => state === 'connected');
    if (symptom === 'dropped') return arrived === undefined;
    // Whoever is moved again comes from somebody who is gone.
    const meeting = (arrived ?? people.findLast(({ movedFrom, state }) => movedFrom !== null && state === 'connected'))?.meeting;
    return meeting === (symptom === 'wrong-meeting' ? 'Space 8' : 'Space 2');
  }

  /** All as at the beginning. */
  async clear(): Promise<void> {
    await askControl(this.emulator, 'DELETE', '/faults');
    for (const guest of this.#guests.splice(0)) guest.leave();
    for (const { name, calls } of (await worldOf(this.emulator)).callBridges) {
      for (const { id } of calls) await emulatedBridge(this.emulator, name).request('DELETE', `calls/${id}`);
    }
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** On cbcms1: guests come to the bridge that is least busy. */
  async #guestsFor(rows: readonly LoggedRow[]): Promise<HeadlessGuest[]> {
    for (const name of ['cbcms2', 'cbcms3']) await askControl(this.emulator, 'PUT', `/call-bridges/${name}`, { load: 60 });
    const guests: HeadlessGuest[] = [];
    for (const row of rows) guests.push(await this.join({ numericId: '1001', name: `Guest of ${row}` }));
    for (const name of ['cbcms2', 'cbcms3']) await askControl(this.emulator, 'PUT', `/call-bridges/${name}`, { load: null });
    return guests;
  }
}

function selfOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}
