import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Rights, Sender } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';

/** Moves without bridges, for tests: they know what their inventory is told, and a bridge answers what the test says. */
export class ToldMoves {
  readonly clock = new ManualClock();
  readonly inventory = new ToldInventory();
  readonly audit: AuditDesk;
  /** Who was sent, by the ids that a bridge was asked to move. */
  readonly sent: string[] = [];
  /** What a bridge answers to whoever moves this participant. */
  answer: (participant: string) => Answer<{ participant: string }> = (participant) => ({ ok: true, value: { participant: `${participant}+` } });
  /** What happens when bridges are asked once more who is there; whether they could be read. */
  readBack: (callBridges: readonly string[], people: readonly string[]) => Promise<boolean> = () => Promise.resolve(true);
  /** What a sender may do. */
  rights: (sender: Sender) => Rights = () => ({ role: 'operator', scope: null });
  readonly #published = new Map<string, Order>();

  constructor(readonly db: Kysely<Database>) {
    this.audit = createAuditDesk(db, () => this.clock.now());
  }

  /** Tells of a bridge with two meetings, `m1` and `m2`, and of these people in the first. */
  tellHouse(people: readonly string[]): void {
    this.inventory.tell(
      { event: 'call-bridge', data: exampleBridge() },
      ...['m1', 'm2'].map((id) => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) }) as const),
      ...people.map((id) => ({ event: 'participant', data: exampleParticipant({ id }) }) as const),
    );
  }

  /** Moves as a start on this database makes them. The test stops them. */
  start(): Moves {
    return new Moves({
      db: this.db,
      audit: this.audit.writer,
      inventory: this.inventory,
      clusters: {
        spaces: new ToldSpaces(),
        list: () => [],
        modes: () => new Map([['c1', 'operate']]),
        writerFor: () => ({
          ...agreeingWriter,
          moveParticipant: (_, participant) => {
            this.sent.push(participant);
            return Promise.resolve(this.answer(participant));
          },
        }),
        settingsOf: () => Promise.resolve(null),
        receivesMedia: () => Promise.resolve(true),
        readBack: (callBridges, people) => this.readBack(callBridges, people),
      },
      rightsOf: (sender) => Promise.resolve(this.rights(sender)),
      publish: (order) => void this.#published.set(order.id, order),
      clock: this.clock,
      log: pino({ level: 'silent' }),
    });
  }

  /** Lets what is under way come to rest; the clock stands still. */
  async turn(): Promise<void> {
    for (let times = 0; times < 25; times += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets so many seconds pass, and after each what is due come to rest. */
  async seconds(count: number): Promise<void> {
    for (let passed = 0; passed < count; passed += 1) {
      this.clock.advance(1_000);
      await this.turn();
    }
  }

  /** Waits until an order was told of that is like this; the clock goes on meanwhile. */
  async until(id: string, isSo: (order: Order) => boolean): Promise<Order> {
    for (;;) {
      const order = this.#published.get(id);
      if (order && isSo(order)) return order;
      this.clock.advance(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
