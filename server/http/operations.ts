import { Hono } from 'hono';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Caller } from '@/lib/access/access';
import type { AuditForwarding } from '@/lib/audit/audit-forwarding';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import type { Context } from 'hono';
import { problemResponse } from '@/server/api/problem-response';
import type { ChangeHub } from '@/server/changes/change-hub';
import type { StreamRegistry } from '@/server/changes/stream-registry';
import type { CdrDesk } from '@/server/feeds/cdr/cdr-desk';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';

export interface OperationsParts {
  readonly inventory: Inventory;
  readonly streams: StreamRegistry;
  readonly changes: Pick<ChangeHub, 'figures'>;
  /** Where call detail records come in. */
  readonly cdr: Pick<CdrDesk, 'totals'>;
  readonly syslog: { readonly state: SyslogState };
  readonly journal: Pick<Journal, 'figures'>;
  /** How the audit log gets to a syslog server; null where it does not. */
  readonly auditForwarding: () => AuditForwarding | null;
  /** Whether the database answers. */
  readonly isReady: () => Promise<boolean>;
  readonly identify: (context: Context) => Promise<Caller | null>;
}

/** What those ask who run Usher: is it alive, can it serve, how is it doing. The figures need a token of any role, without a scope. */
export function createOperations(parts: OperationsParts): Hono {
  const { isReady, identify } = parts;
  const registry = figures(parts);
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const ready = await isReady();
    return context.text(ready ? 'ready\n' : 'the database does not take anything in\n', ready ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const caller = await identify(context);
    if (!caller) return problemResponse({ code: 'unauthenticated', detail: 'Send a token.' });
    if (caller.scope !== null) return problemResponse({ code: 'forbidden', detail: 'The figures are about everything; this token is limited.' });
    return context.text(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  return app;
}

function figures({ inventory: { picture }, streams, changes, cdr, syslog, journal, auditForwarding }: OperationsParts): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('usher_meetings', 'Live meetings', () => picture.meetings.size);
  gauge('usher_participants', 'People in live meetings', () => picture.participants.size);
  gauge('usher_streams_open', 'Change streams that are open', () => streams.open);
  gauge('usher_streams_behind', 'Change streams whose readers are slow: what is told to them waits', () => changes.figures.behind);
  gauge('usher_streams_reset', 'How often a change stream had to start over', () => changes.figures.resets);
  gauge('usher_call_bridges', 'Call bridges that Usher knows', () => picture.callBridges.size);
  gauge(
    'usher_call_bridges_connected',
    'Call bridges that answer',
    () => [...picture.callBridges.values()].filter(({ state }) => state === 'connected').length,
  );
  const perBridge = (name: string, help: string, value: (bridge: CallBridge) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['call_bridge'],
      registers: [registry],
      collect() {
        this.reset();
        for (const bridge of picture.callBridges.values()) this.set({ call_bridge: bridge.name }, value(bridge));
      },
    });
  perBridge('usher_call_bridge_healed', 'Calls and people put right that the events had told wrongly', ({ healed }) => healed.count);
  perBridge('usher_call_bridge_refused', 'What the bridge sent and was not taken in', ({ refused }) => refused.count);
  perBridge('usher_call_bridge_requests_in_flight', 'Requests that Usher has open at the bridge', ({ requestsInFlight }) => requestsInFlight);
  tellCounts(registry, 'usher_call_records', 'Call detail records that came, and what did not come as it should', () => cdr.totals);
  tellCounts(registry, 'usher_syslog', 'Lines of syslog that came, and what did not come as it should', () => syslogCounts(syslog.state));
  tellJournal(registry, journal);
  tellForwarding(registry, auditForwarding);
  return registry;
}

function tellCounts(registry: Registry, name: string, help: string, counts: () => Readonly<Record<string, number>>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    labelNames: ['what'],
    collect() {
      for (const [what, count] of Object.entries(counts())) this.set({ what }, count);
    },
  });
}

function syslogCounts({ lines, malformed, cut, dropped, refused, unknownHostLines }: SyslogState) {
  return { lines, malformed, cut, dropped, refused, 'unknown-host': unknownHostLines };
}

function tellForwarding(registry: Registry, forwarding: OperationsParts['auditForwarding']): void {
  const gauge = (name: string, help: string, value: (state: AuditForwarding) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const state = forwarding();
        if (state) this.set(value(state));
      },
    });
  gauge('usher_audit_forward_up', '1 while the syslog server takes the audit log, else 0', ({ state }) => (state === 'connected' ? 1 : 0));
  gauge('usher_audit_forward_since_seconds', 'Since when that is so, in seconds since 1970', ({ since }) => Date.parse(since) / 1_000);
  gauge('usher_audit_forward_behind', 'Records of the audit log that are not forwarded yet', ({ behind }) => behind);
  gauge('usher_audit_forward_held_back', 'Records that keep personal data for longer, until they are forwarded', ({ heldBack }) => heldBack);
}

function tellJournal(registry: Registry, journal: OperationsParts['journal']): void {
  const help = { entries: 'Entries of the journal', bytes: 'What the journal takes in memory', dropped: 'Entries that had to make room before they were too old' };
  for (const what of ['entries', 'bytes', 'dropped'] as const) {
    new Gauge({
      name: `usher_journal_${what}`,
      help: help[what],
      registers: [registry],
      labelNames: ['source'],
      collect() {
        for (const { source, ...figures } of journal.figures()) this.set({ source }, figures[what]);
      },
    });
  }
}
