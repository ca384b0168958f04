import type { FeedState } from '@/lib/meeting/call-bridge';
import type { SyslogFigures, UnknownHost } from '@/lib/syslog/syslog-state';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import { readHeader } from '@/server/feeds/syslog/header';
import { HostBook } from '@/server/feeds/syslog/host-book';
import { TraceMask } from '@/server/journal/trace-mask';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';
import { bridgeKey, keysIn } from '@/server/journal/keys';

/** Hosts that are no bridge's and are named: more of them are only counted. */
const mostUnknownHosts = 100;
const longestHostName = 255;
/** A bridge with nothing to say writes at least its media status every 15 minutes. Source: docs/cms-wire.md, section 8.3. */
const silentAfterMs = 20 * 60_000;

export interface IntakeParts {
  readonly journal: Pick<Journal, 'note'>;
  readonly inventory: Pick<Inventory, 'picture' | 'subscribe'>;
  readonly clock: Clock;
}

/**
 * Takes lines of syslog in: finds out whose they are, and notes them in the journal. A line can be forged by whoever reaches the
 * port: it explains, and changes nothing of what is live.
 */
export class SyslogIntake {
  readonly #parts: IntakeParts;
  readonly #hosts: HostBook;
  readonly #traces = new TraceMask();
  /** When the newest line of each bridge came in. */
  readonly #seen = new Map<string, number>();
  readonly #unknown = new Map<string, { lines: number; lastMs: number }>();
  readonly #figures = { lines: 0, malformed: 0, unknownHostLines: 0 };
  /** Whether any port is open to take lines in. */
  isListening = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#hosts = new HostBook(parts.inventory);
  }

  /** Takes one line: octets `start` to `end` of `data`. @param from the sender's address, for lines that name no host */
  take(data: Buffer, start: number, end: number, from: string): void {
    const nowMs = this.#parts.clock.now();
    const header = readHeader(data, start, end, nowMs);
    if (!header) {
      this.#figures.malformed += 1;
      return;
    }
    this.#figures.lines += 1;
    const callBridge = this.#hosts.find(header.host === '' ? from : header.host);
    const host = (header.host || from).slice(0, longestHostName);
    const text = this.#traces.mask(host, data.toString('utf8', header.textFrom, end));
    const said = header.program === '' ? text : `${header.program}: ${text}`;
    if (callBridge === null) this.#noteUnknown(host, said, header.toldAtMs, nowMs);
    else this.#noteOf(callBridge, said, header.toldAtMs, nowMs);
  }

  /** How a bridge's log comes in, and the age of its newest line in milliseconds; null before the first. */
  stateOf(callBridge: string): { state: FeedState; ageMs: number | null } {
    const lastMs = this.#seen.get(callBridge);
    const ageMs = lastMs === undefined ? null : Math.max(0, this.#parts.clock.now() - lastMs);
    if (!this.isListening) return { state: 'off', ageMs };
    return { state: ageMs !== null && ageMs < silentAfterMs ? 'active' : 'waiting', ageMs };
  }

  /** What has come in so far. */
  get figures(): SyslogFigures {
    return { ...this.#figures };
  }

  /** Hosts that wrote and are no bridge's, the latest first. */
  unknownHosts(): UnknownHost[] {
    return [...this.#unknown]
      .map(([host, { lines, lastMs }]) => ({ host, lines, lastAt: rfc3339(lastMs) }))
      .sort((a, b) => b.lastAt.localeCompare(a.lastAt) || a.host.localeCompare(b.host));
  }

  #noteOf(callBridge: string, said: string, toldAtMs: number | null, nowMs: number): void {
    this.#seen.set(callBridge, nowMs);
    const { clockDifferenceMs = null } = this.#parts.inventory.picture.callBridges.get(callBridge) ?? {};
    const keys = keysIn(said, callBridge);
    // What names nobody is found by its bridge: a media module that failed can explain much.
    const about = keys.length > 0 ? keys : [bridgeKey(callBridge)];
    this.#parts.journal.note({ source: 'syslog', callBridge, toldAtMs, clockDifferenceMs, said, about });
  }

  /** A web bridge's lines are worth having where they name somebody; whatever else writes here is only counted. */
  #noteUnknown(host: string, said: string, toldAtMs: number | null, nowMs: number): void {
    this.#figures.unknownHostLines += 1;
    if (this.#unknown.has(host) || this.#unknown.size < mostUnknownHosts) count(this.#unknown, host, nowMs);
    const about = keysIn(said, `host ${host}`);
    if (about.length > 0) this.#parts.journal.note({ source: 'syslog', callBridge: null, toldAtMs, clockDifferenceMs: null, said: `${host} ${said}`, about });
  }
}

function count(counts: Map<string, { lines: number; lastMs: number }>, key: string, nowMs: number): void {
  const known = counts.get(key);
  if (!known) {
    counts.set(key, { lines: 1, lastMs: nowMs });
    return;
  }
  known.lines += 1;
  known.lastMs = nowMs;
}
