import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import type { Caller } from '@/lib/access/access';
import type { AddWebhook, Delivery, Webhook } from '@/lib/webhook/webhook';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import type { AuditDesk } from '@/server/audit/audit-desk';
import type { Clock } from '@/server/bridge-client/clock';
import type { Sealer } from '@/server/clusters/seal';
import type { Database } from '@/server/db/schema';
import { DeliveryLine } from '@/server/webhooks/delivery-line';
import { outcomesIn } from '@/server/webhooks/outcomes';
import { WebhookPost } from '@/server/webhooks/post';
import { readWebhookAddress } from '@/server/webhooks/webhook-address';
import { kindsOf, WebhookStore, type WebhookRow } from '@/server/webhooks/webhook-store';

/** Addresses in all: each is read for and sent to on its own. */
const mostWebhooks = 50;
/** Records of the audit log that are looked through at a time. */
const rowsAtOnce = 500;

export interface WebhooksParts {
  readonly db: Kysely<Database>;
  readonly audit: Pick<AuditDesk, 'writer' | 'log'>;
  readonly seal: Sealer;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Tells other programs what became of moves. Outcomes are taken from the audit log, in which none is missing, and put in line in the
 * database; each address is told in order, and again until it has heard. Nothing that moves somebody waits for any of it.
 */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #store: WebhookStore;
  readonly #post = new WebhookPost();
  readonly #lines = new Map<string, DeliveryLine>();
  /** How far the log was read, by webhook: at least as far as is on record. */
  readonly #readUpTo = new Map<string, number>();
  #unsubscribe: () => void = () => undefined;
  #reading: Promise<void> | null = null;
  #isMore = false;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
    this.#store = new WebhookStore(parts.db);
  }

  /** Goes on with what is in line from before. */
  async start(): Promise<void> {
    for (const row of await this.#store.all()) this.#open(row);
    this.#unsubscribe = this.#parts.audit.writer.onWritten(() => this.#read());
    this.#read();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    while (this.#reading) await this.#reading;
    await Promise.all([...this.#lines.values()].map((line) => line.stop()));
    await this.#post.close();
  }

  async list(): Promise<Webhook[]> {
    return Promise.all((await this.#store.all()).map((row) => this.#store.shown(row)));
  }

  /** Begins to tell an address what happens from now on. `secret` is shown this once. Problems: `invalid`, `conflict`. */
  async add({ name }: Caller, { address, kinds }: AddWebhook): Promise<{ webhook: Webhook; secret: string }> {
    const read = readWebhookAddress(address);
    if (!read.ok) throw invalidField('address', read.reason);
    if (this.#lines.size >= mostWebhooks) throw new ProblemError('conflict', `There are ${mostWebhooks} webhooks already: remove one first.`);
    const { audit, clock, seal } = this.#parts;
    const id = ulid(clock.now());
    const secret = `whsec_${randomBytes(32).toString('base64url')}`;
    const { seq } = await audit.writer.head();
    const row = { id, address: read.url.href, kinds: JSON.stringify([...new Set(kinds)]), secret_sealed: seal.seal(secret, labelOf(id)), created_by: name, created_at: clock.now(), read_up_to: seq };
    await this.#store.add(row);
    this.#open(row);
    return { webhook: await this.#store.shown(row), secret };
  }

  /** Problem: `not-found`. */
  async remove(id: string): Promise<WebhookRow> {
    const row = await this.#store.remove(id);
    if (!row) throw noSuchWebhook();
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    this.#readUpTo.delete(id);
    await line?.stop();
    return row;
  }

  /** Puts a test in line, behind what waits there. Problem: `not-found`. */
  async test(id: string): Promise<WebhookRow> {
    const row = await this.#store.find(id);
    if (!row) throw noSuchWebhook();
    const now = this.#parts.clock.now();
    await this.#store.enqueue(id, [{ kind: 'test', subject: `test ${ulid(now)}`, told: {} }], null, now);
    this.#lines.get(id)?.wake();
    return row;
  }

  /** The last ones, newest first. Problem: `not-found`. */
  async deliveries(id: string): Promise<Delivery[]> {
    if (!(await this.#store.find(id))) throw noSuchWebhook();
    return this.#store.deliveries(id);
  }

  #open(row: WebhookRow): void {
    const { seal, clock, log } = this.#parts;
    const secret = seal.open(row.secret_sealed, labelOf(row.id));
    const line = new DeliveryLine({ webhook: row.id, address: row.address, secret, store: this.#store, post: this.#post, clock, log });
    this.#lines.set(row.id, line);
    line.wake();
  }

  /** Reads what is new in the log, now or once the reading that is under way has ended. */
  #read(): void {
    this.#isMore = true;
    this.#reading ??= this.#readAll()
      .catch((err: unknown) => this.#parts.log.error({ err }, 'outcomes could not be put in line for webhooks; they are with the next record'))
      .finally(() => {
        this.#reading = null;
        // What was written after the last look, and before this, is not left to the next record.
        if (this.#isMore) this.#read();
      });
  }

  async #readAll(): Promise<void> {
    while (this.#isMore) {
      this.#isMore = false;
      if (this.#lines.size === 0) return;
      for (const row of await this.#store.all()) await this.#readFor(row);
    }
  }

  async #readFor(row: WebhookRow): Promise<void> {
    const { audit, db, clock } = this.#parts;
    const kinds = kindsOf(row);
    for (let at = Math.max(row.read_up_to, this.#readUpTo.get(row.id) ?? 0); ; ) {
      const rows = await audit.log.rowsAfter(at, rowsAtOnce);
      const last = rows.at(-1);
      if (!last) return;
      at = last.seq;
      const outcomes = (await outcomesIn(db, rows, () => audit.log.rowsAfter(last.seq, rowsAtOnce))).filter(({ kind }) => kinds.includes(kind));
      // Where nothing is to be told, how far was read need not be on record: it is read once more, with the same end.
      if (outcomes.length > 0) await this.#store.enqueue(row.id, outcomes, at, clock.now());
      this.#readUpTo.set(row.id, at);
      if (outcomes.length > 0) this.#lines.get(row.id)?.wake();
    }
  }
}

function labelOf(id: string): string {
  return `webhook ${id}`;
}

function noSuchWebhook(): ProblemError {
  return new ProblemError('not-found', 'This webhook does not exist (any more).');
}
