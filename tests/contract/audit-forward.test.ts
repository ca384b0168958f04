import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { AuditForwarder } from '@/server/audit-forward/audit-forwarder';
import type { SyslogTarget } from '@/server/audit-forward/syslog-target';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { Erasure } from '@/server/audit/erasure';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import type { OpenedDatabase } from '@/server/db/open-database';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';
import { freePort } from '../support/free-port';
import { patience } from '../support/stage';
import { startMessageServer, type MessageServer } from '../support/syslog-server';
import { makeTestCertificate } from '../support/test-certificate';
import { startUsher } from '../support/usher';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: '192.0.2.7' };
const silent = pino({ enabled: false });
/** Time goes by ten times as fast: the second after which a record counts as delivered, and the pauses between tries. */
const fast: Clock = { now: () => Date.now() * 10, after: (ms, run) => systemClock.after(ms / 10, run) };

describe.each(engines)('on %s, the audit log', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let audit: AuditDesk;
  let certificate: { key: string; cert: string };
  const servers: MessageServer[] = [];
  const forwarders: AuditForwarder[] = [];

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    audit = createAuditDesk(opened.db, () => Date.UTC(2026, 0, 1));
    certificate = await makeTestCertificate();
  });
  afterEach(async () => {
    for (const forwarder of forwarders.splice(0)) forwarder.stop();
    for (const server of servers.splice(0)) await server.close();
    await opened.close();
    place.remove();
  });

  async function listen(transport: SyslogTarget['transport'], port = 0): Promise<MessageServer> {
    const server = await startMessageServer(transport, { port, certificate });
    servers.push(server);
    return server;
  }
  async function forward({ transport, port }: MessageServer, authority: string | null = certificate.cert): Promise<AuditForwarder> {
    const target = { transport, host: '127.0.0.1', port };
    const forwarder = new AuditForwarder({ db: opened.db, audit, target, authority, host: 'console one', clock: fast, log: silent });
    forwarders.push(forwarder);
    await forwarder.start();
    return forwarder;
  }
  const write = (count: number, details: unknown = { note: 'ä\n' }) =>
    Promise.all(Array.from({ length: count }, () => audit.writer.append({ caller: ana, action: 'move', result: 'joined', details })));
  const numbersOf = ({ messages }: MessageServer) => messages.map((message) => (JSON.parse(message.slice(message.indexOf('{'))) as { seq: number }).seq);
  const oneTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
  const untilUpTo = (forwarder: AuditForwarder, seq: number) => vi.waitUntil(() => forwarder.upTo === seq, patience);

  test.each(['udp', 'tcp', 'tls'] as const)('goes to a server over %s, each record once and in order, in the form of RFC 5424', async (transport) => {
    await write(450);
    const server = await listen(transport);
    const forwarder = await forward(server);
    await write(3);
    await untilUpTo(forwarder, 453);
    await expect.poll(() => numbersOf(server)).toEqual(oneTo(453));
    const [row] = await audit.log.rowsAfter(0, 1);
    expect(server.messages[0]).toMatch(/^<110>1 2026-01-01T00:00:00\.000Z console\?one usher - move - \{"seq":1,/);
    expect(JSON.parse(server.messages[0]?.replace(/^[^{]*/, '') ?? '')).toMatchObject({ by: { kind: 'person', id: 'p1' }, content: row?.content, digest: row?.digest });
    expect(forwarder.state).toMatchObject({ target: `${transport}://127.0.0.1:${server.port}`, state: 'connected', error: null, upTo: 453, behind: 0 });
  });

  test('is not said to go anywhere over udp while there is no way to the server', async () => {
    // Where nothing may be sent without leave: connecting fails, as it does for a name that is not found.
    const target = { transport: 'udp', host: '255.255.255.255', port: 514 } as const;
    const forwarder = new AuditForwarder({ db: opened.db, audit, target, authority: null, host: 'console', clock: fast, log: silent });
    forwarders.push(forwarder);
    await forwarder.start();
    await write(3);
    await vi.waitUntil(() => forwarder.state.state === 'away', patience);
    expect(forwarder.state).toMatchObject({ state: 'away', error: expect.stringContaining('EACCES') as string, behind: 3 });
  });

  test.each(['tcp', 'tls'] as const)('waits for a server that is away, says so, and misses nothing over %s', async (transport) => {
    const first = await listen(transport, await freePort());
    const forwarder = await forward(first);
    await write(5);
    await untilUpTo(forwarder, 5);
    await first.close();
    await write(700);
    await vi.waitUntil(() => forwarder.state.state === 'away' && forwarder.state.behind === 700, patience);
    expect(forwarder.state.error).toEqual(expect.any(String));
    const second = await listen(transport, first.port);
    await untilUpTo(forwarder, 705);
    await expect.poll(() => numbersOf(second).at(-1)).toBe(705);
    // What was on its way when the server went may come again.
    const [before, after] = [numbersOf(first), numbersOf(second)];
    expect([...new Set([...before, ...after])]).toEqual(oneTo(705));
    expect(after).toEqual(oneTo(705).slice(-after.length));
  });

  test('goes on after a restart where it was', async () => {
    const server = await listen('tcp');
    const one = await forward(server);
    await write(10);
    await untilUpTo(one, 10);
    await vi.waitUntil(async () => (await opened.db.selectFrom('settings').select('value').where('key', 'like', 'audit-forwarded %').execute())[0]?.value === '10', patience);
    one.stop();
    await write(2);
    const other = await forward(server);
    await untilUpTo(other, 12);
    await expect.poll(() => numbersOf(server)).toEqual(oneTo(12));
  });

  test('is not given to a server that cannot prove who it is', async () => {
    const server = await listen('tls');
    await write(1);
    const forwarder = await forward(server, (await makeTestCertificate()).cert);
    await vi.waitUntil(() => forwarder.state.state === 'away', patience);
    expect(forwarder.state.error).toMatch(/certificate|self.signed/i);
    expect(server.messages).toEqual([]);
  });

  test('is written at once while a server takes nothing', async () => {
    const server = await listen('tcp');
    const forwarder = await forward(server);
    await server.close();
    await write(300);
    expect((await audit.writer.head()).seq).toBe(300);
    expect(forwarder.state.upTo).toBeLessThanOrEqual(300);
  });

  test('keeps what is not forwarded yet beyond its time, and says how much that is', async () => {
    await write(10);
    let forwardedUpTo = 4;
    const later = { ...systemClock, now: () => Date.UTC(2026, 5, 1) };
    const erasure = new Erasure({ db: opened.db, audit: audit.writer, clock: later, log: silent, days: 30, forwardedUpTo: () => forwardedUpTo });
    await erasure.eraseOld();
    const withContent = async () => (await audit.log.rowsAfter(0, 10)).filter(({ content }) => content !== null).map(({ seq }) => seq);
    expect([await withContent(), erasure.heldBack]).toEqual([[5, 6, 7, 8, 9, 10], 6]);
    forwardedUpTo = 11;
    await erasure.eraseOld();
    expect([await withContent(), erasure.heldBack]).toEqual([[], 0]);
  });

  test('cuts the content that no datagram holds, and nothing else', async () => {
    const server = await listen('udp');
    await write(1, { long: 'x'.repeat(70_000) });
    await untilUpTo(await forward(server), 1);
    expect(server.messages[0]).toMatch(/"content":null,.*"cut":true\}$/);
  });
});

test('an Usher that is told of a server forwards what it records, and says how that stands', async () => {
  const server = await startMessageServer('tcp');
  const usher = await startUsher({ env: { EMULATOR: 'off', USHER_AUDIT_SYSLOG: `tcp://127.0.0.1:${server.port}` } });
  const forwarding = async () => ((await usher.api('/audit/forwarding')).body as { forwarding: { state: string; upTo: number; behind: number } }).forwarding;
  try {
    await usher.api('/stop-all', { method: 'POST' });
    await vi.waitUntil(() => server.messages.some((message) => message.includes(' stop-all ')), patience);
    await vi.waitUntil(async () => (await forwarding()).behind === 0, patience);
    expect(await forwarding()).toMatchObject({ target: `tcp://127.0.0.1:${server.port}`, state: 'connected', error: null, heldBack: 0 });
    const metrics = await (await fetch(`${usher.url}/metrics`, { headers: { authorization: `Bearer ${usher.token}` } })).text();
    expect(metrics).toMatch(/^usher_audit_forward_up 1$/m);
    expect(server.messages.join()).not.toContain(usher.token);
  } finally {
    await usher.stop();
    await server.close();
  }
});
