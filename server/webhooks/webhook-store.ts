import type { Kysely } from 'kysely';
import { monotonicFactory } from 'ulid';
import { webhookKinds, type Delivery, type Webhook, type WebhookKind } from '@/lib/webhook/webhook';
import type { Database } from '@/server/db/schema';
import type { Outcome } from '@/server/webhooks/outcomes';

export type WebhookRow = Database['webhooks'];
export type DeliveryRow = Database['webhook_deliveries'];

/** What is over and still shown, for each address. */
const shownDeliveries = 50;
/** What may wait for one address; beyond that the oldest are given up. */
const mostWaiting = 10_000;

/** Ids in the order in which they were made, within a millisecond too: the line in which things are told. */
const nextId = monotonicFactory();

/** Webhooks and their deliveries as they are on record. */
export class WebhookStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  all(): Promise<WebhookRow[]> {
    return this.#db.selectFrom('webhooks').selectAll().orderBy('id').execute();
  }

  async find(id: string): Promise<WebhookRow | null> {
    return (await this.#db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  async add(row: WebhookRow): Promise<void> {
    await this.#db.insertInto('webhooks').values(row).execute();
  }

  /** Takes it away with all that it was told or still to be told. */
  async remove(id: string): Promise<WebhookRow | null> {
    return (await this.#db.deleteFrom('webhooks').where('id', '=', id).returningAll().executeTakeFirst()) ?? null;
  }

  async shown(row: WebhookRow): Promise<Webhook> {
    const { id, address, created_by, created_at } = row;
    return { id, address, kinds: kindsOf(row), createdBy: created_by, createdAt: rfc3339(created_at), waiting: await this.#waiting(id) };
  }

  /** Newest first. */
  async deliveries(id: string): Promise<Delivery[]> {
    const rows = await this.#db.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', id).orderBy('id', 'desc').limit(shownDeliveries).execute();
    return rows.map(deliveryOf);
  }

  /** Puts outcomes in line and notes how far the audit log was read for them, together; what is in line already stays as it is. */
  async enqueue(webhook: string, outcomes: readonly (Outcome | { kind: 'test'; subject: string; told: object })[], readUpTo: number | null, now: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      for (const { kind, subject, told } of outcomes) {
        const id = nextId(now);
        const body = JSON.stringify({ id, kind, createdAt: rfc3339(now), ...told });
        const row = { id, webhook_id: webhook, subject, kind, body, state: 'waiting', created_at: now, attempts: 0, next_at: now, status: null, error: null };
        await trx.insertInto('webhook_deliveries').values(row).onConflict((conflict) => conflict.columns(['webhook_id', 'subject']).doNothing()).execute();
      }
      if (readUpTo !== null) await trx.updateTable('webhooks').set({ read_up_to: readUpTo }).where('id', '=', webhook).execute();
    });
    await this.#makeRoom(webhook);
  }

  /** The one whose turn it is, whether or not its time has come. */
  async next(webhook: string): Promise<DeliveryRow | null> {
    const row = await this.#db
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('webhook_id', '=', webhook)
      .where('state', '=', 'waiting')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }

  async note(id: string, change: Partial<DeliveryRow>): Promise<void> {
    await this.#db.updateTable('webhook_deliveries').set(change).where('id', '=', id).execute();
  }

  /** Forgets what is over and not shown any more. */
  async forgetOld(webhook: string): Promise<void> {
    const oldest = await this.#nth(webhook, null, shownDeliveries);
    if (oldest) await this.#db.deleteFrom('webhook_deliveries').where('webhook_id', '=', webhook).where('id', '<', oldest).where('state', '!=', 'waiting').execute();
  }

  async #makeRoom(webhook: string): Promise<void> {
    const oldest = await this.#nth(webhook, 'waiting', mostWaiting);
    if (!oldest) return;
    const error = 'Too many were waiting for this address.';
    await this.#db.updateTable('webhook_deliveries').set({ state: 'given-up', error }).where('webhook_id', '=', webhook).where('state', '=', 'waiting').where('id', '<', oldest).execute();
  }

  /** The id of the nth newest; null if there are fewer. */
  async #nth(webhook: string, state: string | null, n: number): Promise<string | null> {
    const row = await this.#db
      .selectFrom('webhook_deliveries')
      .select('id')
      .where('webhook_id', '=', webhook)
      .$if(state !== null, (query) => query.where('state', '=', state))
      .orderBy('id', 'desc')
      .limit(1)
      .offset(n - 1)
      .executeTakeFirst();
    return row?.id ?? null;
  }

  async #waiting(webhook: string): Promise<number> {
    const row = await this.#db
      .selectFrom('webhook_deliveries')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('webhook_id', '=', webhook)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    return Number(row.n);
  }
}

export function kindsOf({ kinds }: WebhookRow): WebhookKind[] {
  const wanted = JSON.parse(kinds) as string[];
  return webhookKinds.filter((kind) => wanted.includes(kind));
}

function deliveryOf({ id, kind, state, created_at, attempts, next_at, status, error }: DeliveryRow): Delivery {
  return {
    id,
    kind: kind as Delivery['kind'],
    state: state as Delivery['state'],
    createdAt: rfc3339(created_at),
    attempts,
    nextAt: state === 'waiting' ? rfc3339(next_at) : null,
    status,
    error,
  };
}

function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}
