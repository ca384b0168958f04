import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AuditForwarding } from '@/lib/audit/audit-forwarding';
import type { AuditDesk } from '@/server/audit/audit-desk';
import { ForwardPosition } from '@/server/audit-forward/forward-position';
import { openSyslogLink, type SyslogLink } from '@/server/audit-forward/syslog-link';
import { syslogMessage } from '@/server/audit-forward/syslog-message';
import { targetWords, type SyslogTarget } from '@/server/audit-forward/syslog-target';
import { fullJitterMs } from '@/server/bridge-client/backoff';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';

/** Records that are read and sent together. */
const rowsAtOnce = 200;
/** Records that are on their way at the most: sent, and not yet taken to have arrived. */
const mostOnTheWay = 2_000;
/** A link that holds so long after a record was sent is taken to have delivered it. */
const deliveredAfterMs = 1_000;
const retry = { firstMs: 1_000, mostMs: 30_000 };

export interface AuditForwarderParts {
  readonly db: Kysely<Database>;
  readonly audit: { readonly writer: Pick<AuditDesk['writer'], 'head' | 'onWritten'>; readonly log: Pick<AuditDesk['log'], 'rowsAfter'> };
  readonly target: SyslogTarget;
  /** The authority of a TLS server, as PEM; null for those that the system trusts. */
  readonly authority: string | null;
  /** What this machine is called. */
  readonly host: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Sends the audit log to a syslog server: every record, in order, from where it was when Usher stopped or the server went away. What was
 * sent just before may come twice, which its `seq` tells. Nothing waits for it, and it holds no more than a few records in memory: what is not
 * forwarded yet stands in the log.
 */
export class AuditForwarder {
  readonly #parts: AuditForwarderParts;
  readonly #position: ForwardPosition;
  #link: SyslogLink | null = null;
  #status: Pick<AuditForwarding, 'state' | 'error'> & { readonly sinceMs: number };
  #failures = 0;
  /** Up to which record all is taken to be delivered, and up to which it was sent over the link there is. */
  #upTo = 0;
  #sent = 0;
  #head = 0;
  #onTheWay: { readonly upTo: number; readonly dueMs: number }[] = [];
  #isDeliveryDue = false;
  #isPumpDue = false;
  #pumping: Promise<void> | null = null;
  #isMore = false;
  #stopped = false;
  #unsubscribe: () => void = () => undefined;
  readonly #timers = new Set<() => void>();

  constructor(parts: AuditForwarderParts) {
    this.#parts = parts;
    this.#position = new ForwardPosition(parts.db, targetWords(parts.target));
    this.#status = { state: 'connecting', error: null, sinceMs: parts.clock.now() };
  }

  /** The last record that is forwarded. */
  get upTo(): number {
    return this.#upTo;
  }

  get state(): Omit<AuditForwarding, 'heldBack'> {
    const { state, error, sinceMs } = this.#status;
    return { target: targetWords(this.#parts.target), state, error, since: rfc3339(sinceMs), upTo: this.#upTo, behind: Math.max(0, this.#head - this.#upTo) };
  }

  async start(): Promise<void> {
    const { writer } = this.#parts.audit;
    this.#upTo = await this.#position.read();
    this.#head = (await writer.head()).seq;
    this.#unsubscribe = writer.onWritten(({ seq }) => {
      this.#head = seq;
      this.#pump();
    });
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    for (const callOff of this.#timers) callOff();
    const link = this.#link;
    this.#link = null;
    link?.close();
  }

  #open(): void {
    if (this.#stopped) return;
    this.#sent = this.#upTo;
    const link = openSyslogLink(this.#parts, {
      opened: () => {
        if (this.#link !== link) return;
        this.#become('connected', null);
        this.#pump();
      },
      failed: (reason) => {
        if (this.#link !== link) return;
        this.#link = null;
        this.#pumping = null;
        this.#onTheWay = [];
        this.#become('away', reason);
        this.#failures += 1;
        this.#after(retry.firstMs + fullJitterMs(this.#failures, retry, Math.random()), () => this.#open());
      },
    });
    this.#link = link;
  }

  #become(state: AuditForwarding['state'], error: string | null): void {
    if (this.#status.state !== state) this.#status = { state, error, sinceMs: this.#parts.clock.now() };
    else if (this.#status.error !== error) this.#status = { ...this.#status, error };
  }

  get #hasRoom(): boolean {
    return this.#sent - this.#upTo < mostOnTheWay;
  }

  /** Sends what there is to send, as far as it may be on its way. */
  #pump(): void {
    this.#isMore = true;
    const link = this.#link;
    if (this.#pumping || !link || this.#status.state !== 'connected') return;
    const pumping = this.#sendAll(link)
      .catch((err: unknown) => {
        this.#parts.log.warn({ err }, 'the audit log could not be read to forward it');
        this.#isMore = false;
        this.#pumpLater();
      })
      .finally(() => {
        if (this.#pumping !== pumping) return;
        this.#pumping = null;
        if (this.#isMore && this.#hasRoom) this.#pump();
      });
    this.#pumping = pumping;
  }

  #pumpLater(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    this.#after(retry.mostMs, () => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  async #sendAll(link: SyslogLink): Promise<void> {
    const { audit, host, target, clock } = this.#parts;
    while (this.#isMore && this.#hasRoom) {
      this.#isMore = false;
      const rows = await audit.log.rowsAfter(this.#sent, rowsAtOnce);
      const last = rows.at(-1);
      if (!last || this.#link !== link) return;
      await link.send(rows.map((row) => syslogMessage(row, host, target.transport === 'udp')));
      if (this.#link !== link) return;
      this.#sent = last.seq;
      this.#onTheWay.push({ upTo: last.seq, dueMs: clock.now() + deliveredAfterMs });
      this.#deliverLater();
      if (rows.length === rowsAtOnce) this.#isMore = true;
    }
  }

  #deliverLater(): void {
    const [next] = this.#onTheWay;
    if (!next || this.#isDeliveryDue) return;
    this.#isDeliveryDue = true;
    this.#after(Math.max(0, next.dueMs - this.#parts.clock.now()), () => {
      this.#isDeliveryDue = false;
      void this.#deliver();
    });
  }

  /** The link has held for long enough since some were sent. */
  async #deliver(): Promise<void> {
    const now = this.#parts.clock.now();
    const delivered = this.#onTheWay.filter(({ dueMs }) => dueMs <= now).at(-1);
    this.#onTheWay = this.#onTheWay.filter(({ dueMs }) => dueMs > now);
    if (delivered) {
      this.#upTo = delivered.upTo;
      this.#failures = 0;
      await this.#position.write(delivered.upTo).catch((err: unknown) => this.#parts.log.warn({ err }, 'how far the audit log was forwarded could not be put on record'));
    }
    this.#deliverLater();
    if (delivered) this.#pump();
  }

  #after(ms: number, run: () => void): void {
    if (this.#stopped) return;
    const callOff = this.#parts.clock.after(ms, () => {
      this.#timers.delete(callOff);
      run();
    });
    this.#timers.add(callOff);
  }
}
