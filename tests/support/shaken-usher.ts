import { expect, vi } from 'vitest';
import { z } from 'zod';
import { auditRecordSchema, verificationSchema, type AuditRecord } from '@/lib/audit/audit-record';
import { isFinal } from '@/lib/move/item-state';
import { orderSchema, type Order } from '@/lib/move/order';
import type { SpaceTarget } from '@/lib/move/target';
import type { DataPlace } from './databases';
import { emulatorControl, type EmulatorControl } from './emulator-control';
import { HistoryReader } from './emulator-history';
import { brokenPromises } from './moves-check';
import type { ApiAnswer, RunningUsher, RunOptions } from './run-usher';
import { meetingNamed, untilConnected } from './stage';
import { freePorts } from './usher-process';
import type { UshersInTurn } from './ushers-in-turn';

/** As long as an item that was being sent is watched before it is said what became of it, and a start. */
const untilOver = { timeout: 120_000, interval: 250 };

/** An Usher to which things happen while it moves people, and all that it acknowledged. */
export class ShakenUsher {
  readonly emulator: EmulatorControl;
  readonly #history: HistoryReader;
  #usher: RunningUsher;
  readonly #turns: UshersInTurn;
  readonly #place: DataPlace;
  readonly #options: RunOptions;
  readonly #acknowledged = new Map<string, string[]>();
  readonly #asked = new Map<string, unknown>();

  private constructor(usher: RunningUsher, emulator: EmulatorControl, start: { turns: UshersInTurn; place: DataPlace; options: RunOptions }) {
    this.#usher = usher;
    this.emulator = emulator;
    this.#history = new HistoryReader(usher.control);
    this.#turns = start.turns;
    this.#place = start.place;
    this.#options = start.options;
  }

  /** @param place where its data are; a new one with SQLite unless told otherwise */
  static async start(turns: UshersInTurn, more: RunOptions & { place?: DataPlace } = {}): Promise<ShakenUsher> {
    const place = more.place ?? (await turns.newPlace());
    const options = { ports: await freePorts(), ...more };
    const usher = await turns.start(place, options);
    await untilConnected(usher, 4);
    return new ShakenUsher(usher, await emulatorControl(usher), { turns, place, options });
  }

  get usher(): RunningUsher {
    return this.#usher;
  }

  /** Brings so many guests into a space, called `Guest 0` and so on, with a host who stays, and waits until Usher knows them. */
  async bringGuests(count: number, numericId: string): Promise<void> {
    await this.bringHost(numericId);
    for (let n = 0; n < count; n += 1) await this.emulator.post('/people', { kind: 'web-app', name: `Guest ${n}`, numericId });
    await this.guestsOnceThere(count);
  }

  /** Where each guest is, once so many are somewhere, and Usher knows it. */
  async guestsOnceThere(count: number): Promise<Awaited<ReturnType<ShakenUsher['guests']>>> {
    await vi.waitUntil(async () => (await this.guests()).length === count, untilOver);
    return this.guests();
  }

  /** Somebody who stays in a space, so that its meeting goes on. */
  async bringHost(numericId: string): Promise<void> {
    await this.emulator.post('/people', { kind: 'sip', name: `Host of ${numericId}`, numericId, callBridge: 'cbcms1' });
  }

  async meeting(name: string): Promise<string> {
    return (await meetingNamed(this.#usher, name)).id;
  }

  /** Where each guest is, as Usher has it: those who can be moved. */
  async guests(): Promise<{ id: string; meeting: string }[]> {
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string(), name: z.string(), meeting: z.string(), canMove: z.boolean().nullable() })) })
      .parse((await this.#usher.api('/participants?search=Guest&limit=500')).body);
    return items.filter(({ name, canMove }) => name.startsWith('Guest ') && canMove === true).map(({ id, meeting }) => ({ id, meeting }));
  }

  /** Orders a move into a meeting, or a space, under a key of its own; null if Usher is gone. */
  order(key: string, participants: readonly string[], to: string | SpaceTarget): Promise<ApiAnswer | null> {
    const body = { participants, to: typeof to === 'string' ? { meeting: to } : to, reason: key };
    this.#asked.set(key, body);
    return this.#post(key, body);
  }

  /** Asks everything again with the keys that it was asked with, each until the answer is another than that it is too early. */
  async orderAllAgain(): Promise<void> {
    for (const [key, body] of this.#asked) await vi.waitUntil(async () => (await this.#post(key, body))?.status !== 503, untilOver);
  }

  async #post(key: string, body: unknown): Promise<ApiAnswer | null> {
    const answer = await this.#usher.api('/moves', { body, headers: { 'idempotency-key': key } }).catch(() => null);
    if (answer?.status === 202) this.#acknowledged.set(key, [...(this.#acknowledged.get(key) ?? []), orderSchema.parse(answer.body).id]);
    return answer;
  }

  /** Ends Usher without a word, and starts it again on the same data; the emulator lives on. */
  async killAndStart(): Promise<void> {
    await this.#usher.stop('SIGKILL');
    await this.#history.readOn();
    this.#usher = await this.#turns.start(this.#place, this.#options);
  }

  async orders(): Promise<Order[]> {
    const orders: Order[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: Order[]; nextCursor: string | null } = z
        .object({ items: z.array(orderSchema), nextCursor: z.string().nullable() })
        .parse((await this.#usher.api(`/moves?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)).body);
      orders.push(...page.items);
      cursor = page.nextCursor;
    }
    return orders;
  }

  /** Waits until every item has come to its end for good, and holds the emulator's history against what is on record. */
  async expectPromisesKept(): Promise<Order[]> {
    await untilConnected(this.#usher, 4);
    await vi.waitUntil(async () => (await this.orders()).every(({ items }) => items.every(({ state }) => isFinal(state))), untilOver);
    const orders = await this.orders();
    const audit = await this.#audit();
    const verification = verificationSchema.parse((await this.#usher.api('/audit/verify')).body);
    expect(brokenPromises(await this.#history.history(), { orders, audit, verification, acknowledged: this.#acknowledged })).toEqual([]);
    return orders;
  }

  async #audit(): Promise<AuditRecord[]> {
    const records: AuditRecord[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: AuditRecord[]; nextCursor: string | null } = z
        .object({ items: z.array(auditRecordSchema), nextCursor: z.string().nullable() })
        .parse((await this.#usher.api(`/audit?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)).body);
      records.unshift(...page.items.toReversed());
      cursor = page.nextCursor;
    }
    return records;
  }
}

