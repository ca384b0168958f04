import type { Clock, Timer } from '../clock';
import { openSyslog } from './syslog-transport';
import type { SyslogConnection, SyslogDestination } from './syslog-transport';

const linesKept = 10_000;
const firstRetryMs = 500;
const slowestRetryMs = 10_000;

/** Carries lines to one syslog server. It never waits for the server: what does not fit into its queue is lost, oldest first. */
export class SyslogSender {
  readonly destination: SyslogDestination;
  readonly #clock: Clock;
  #queue: string[] = [];
  #connection: SyslogConnection | null = null;
  #isReady = false;
  #retryMs = firstRetryMs;
  #retry: Timer | null = null;
  #lost = 0;
  #closed = false;

  constructor(destination: SyslogDestination, clock: Clock) {
    this.destination = destination;
    this.#clock = clock;
    this.#open();
  }

  /** Lines that the server will never see. */
  get lost(): number {
    return this.#lost;
  }

  send(line: string): void {
    this.#queue.push(line);
    if (this.#isReady) this.#flush();
    if (this.#queue.length < linesKept * 2) return;
    // Dropped in blocks: shifting an array for every line would cost more than the line.
    this.#lost += this.#queue.splice(0, this.#queue.length - linesKept).length;
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#connection?.close();
  }

  #open(): void {
    this.#connection = openSyslog(this.destination, {
      ready: () => {
        if (this.#closed) return;
        this.#isReady = true;
        this.#retryMs = firstRetryMs;
        this.#flush();
      },
      lost: () => this.#reopen(),
    });
  }

  #flush(): void {
    let sent = 0;
    for (const line of this.#queue) {
      sent += 1;
      this.#isReady = this.#connection?.send(line) ?? false;
      if (!this.#isReady) break;
    }
    this.#queue.splice(0, sent);
  }

  #reopen(): void {
    this.#isReady = false;
    if (this.#closed) return;
    this.#retry = this.#clock.after(this.#retryMs, () => this.#open());
    this.#retryMs = Math.min(this.#retryMs * 2, slowestRetryMs);
  }
}
