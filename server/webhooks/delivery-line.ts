import type { Logger } from 'pino';
import type { Clock } from '@/server/bridge-client/clock';
import type { WebhookPost } from '@/server/webhooks/post';
import { signatureOf } from '@/server/webhooks/signature';
import type { DeliveryRow, WebhookStore } from '@/server/webhooks/webhook-store';

/** How long until the next try, after the first, the second, ... and each later one. */
const pausesMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];
/** For how long something is tried. */
const triedForMs = 86_400_000;
/** How long until the database is asked again, when it did not answer. */
const troubledMs = 5_000;
/** How long what is on its way may take to be answered once nothing more is to be told. */
const lastAnswerMs = 1_000;

export interface DeliveryLineParts {
  readonly webhook: string;
  readonly address: string;
  readonly secret: string;
  readonly store: WebhookStore;
  readonly post: Pick<WebhookPost, 'post'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Tells one address what is in line for it: one after the other, each until it was heard or a day has gone by. */
export class DeliveryLine {
  readonly #parts: DeliveryLineParts;
  readonly #givenUp = new AbortController();
  #isStopping = false;
  #walk: Promise<void> | null = null;
  #isMore = false;
  #cancel: () => void = () => undefined;

  constructor(parts: DeliveryLineParts) {
    this.#parts = parts;
  }

  /** Something is in line, or its time has come. */
  wake(): void {
    this.#isMore = true;
    if (this.#isStopping || this.#walk) return;
    this.#cancel();
    this.#walk = this.#tellAll()
      .catch((err: unknown) => {
        this.#parts.log.error({ err, webhook: this.#parts.webhook }, 'a webhook could not be told');
        this.#wakeAfter(troubledMs);
      })
      .finally(() => {
        this.#walk = null;
        // What came in line after the last look, and before this, is not left to whoever comes next.
        if (this.#isMore) this.wake();
      });
  }

  /** What is on its way has a second to be answered: if it is not, it is sent again after the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancel();
    const waitNoMore = this.#parts.clock.after(lastAnswerMs, () => this.#givenUp.abort());
    await this.#walk;
    waitNoMore();
  }

  async #tellAll(): Promise<void> {
    const { store, webhook, clock } = this.#parts;
    while (this.#isMore && !this.#isStopping) {
      this.#isMore = false;
      for (let row = await store.next(webhook); row; row = await store.next(webhook)) {
        const waitMs = row.next_at - clock.now();
        if (waitMs > 0) return this.#wakeAfter(waitMs);
        if (this.#isStopping) return;
        await this.#tell(row);
      }
      await store.forgetOld(webhook);
    }
  }

  async #tell({ id, kind, body, attempts, created_at }: DeliveryRow): Promise<void> {
    const { address, secret, store, post, clock } = this.#parts;
    const signature = signatureOf(secret, Math.floor(clock.now() / 1_000), body);
    const headers = { 'content-type': 'application/json', 'user-agent': 'Usher', 'usher-delivery': id, 'usher-event': kind, 'usher-signature': signature };
    const { status, error } = await post.post(address, headers, body, this.#givenUp.signal);
    if (this.#givenUp.signal.aborted && error !== null) return;
    const now = clock.now();
    const state = error === null ? 'delivered' : now - created_at >= triedForMs ? 'given-up' : 'waiting';
    await store.note(id, { state, attempts: attempts + 1, status, error, next_at: now + (pausesMs[Math.min(attempts, pausesMs.length - 1)] ?? 0) });
  }

  #wakeAfter(ms: number): void {
    if (this.#isStopping) return;
    this.#cancel = this.#parts.clock.after(ms, () => {
      this.#cancel = () => undefined;
      this.wake();
    });
  }
}
