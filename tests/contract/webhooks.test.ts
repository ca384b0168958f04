import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { WebhookKind } from '@/lib/webhook/webhook';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { sealer } from '@/server/clusters/seal';
import type { OpenedDatabase } from '@/server/db/open-database';
import { insertOrder, updateOrder } from '@/server/moves/order-store';
import { Webhooks } from '@/server/webhooks/webhooks';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';
import { patience } from '../support/stage';

const admin: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'administrator', scope: null, address: null };

function sentItem(id: string, participant: string, name: string): Item {
  return exampleItem({ id, participant, name, from: null, state: 'sending' });
}

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe.each(engines)('on %s, a webhook', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let audit: AuditDesk;
  let webhooks: Webhooks;
  let clock: ManualClock;
  let receiver: Server;
  let address: string;
  let heard: Heard[];
  let answers: number[];

  const parts = () => ({ db: opened.db, audit, seal: sealer('a secret of this test'), clock, log: pino({ enabled: false }) });

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    clock = new ManualClock();
    audit = createAuditDesk(opened.db, () => clock.now());
    heard = [];
    answers = [];
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:9/elsewhere' }).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    webhooks = new Webhooks(parts());
    await webhooks.start();
  });
  afterEach(async () => {
    await webhooks.stop();
    await opened.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    place.remove();
  });

  const add = (kinds: WebhookKind[] = ['move-ended', 'order-settled']) => webhooks.add(admin, { address, kinds });
  const told = () => heard.map(({ body }) => JSON.parse(body) as { id: string; kind: string; item?: { name: string }; order: { id: string } });
  const until = (count: number) => vi.waitUntil(() => heard.length >= count, patience);

  /** An order of some people, as the moves put it on record: begun, and each of its items ended. */
  async function moveOf(id: string, names: readonly string[]): Promise<void> {
    const items = names.map((name, n) => sentItem(String(n + 1), `${id} ${name}`, name));
    let order: Order = { id, state: 'running', by: { kind: 'person', id: 'p1', name: 'Ana' }, reason: null, createdAt: new Date(clock.now()).toISOString(), items } as Order;
    await audit.writer.write((trx) => insertOrder(trx, { order, routes: new Map() }, clock.now()));
    for (const [n, { id: item, participant }] of items.entries()) {
      const ended = order.items.map((one) => (one.id === item ? { ...one, state: 'joined' as const, times: { ...one.times, ended: new Date(clock.now()).toISOString() } } : one));
      order = { ...order, items: ended, state: n === items.length - 1 ? 'settled' : 'running' };
      const change = { id, state: order.state, isNewState: true, items: ended.filter((one) => one.id === item), routes: new Map() };
      await audit.writer.write(async (trx, append) => {
        await updateOrder(trx, change, clock.now());
        await append({ caller: admin, action: 'move-ended', result: 'joined', details: { order: id, participant, state: 'joined' } });
      });
    }
  }

  test('tells what became of each person and of the order, in line, signed over time and body', async () => {
    const { secret } = await add();
    await moveOf('o1', ['Mira', 'Olaf']);
    await until(3);
    expect(told().map(({ kind, item }) => [kind, item?.name])).toEqual([['move-ended', 'Mira'], ['move-ended', 'Olaf'], ['order-settled', undefined]]);
    for (const { headers, body } of heard) {
      const [, seconds = '', signed] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['usher-signature'])) ?? [];
      expect(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')).toBe(signed);
      expect(Number(seconds)).toBe(Math.floor(clock.now() / 1_000));
      expect(headers['usher-delivery']).toBe((JSON.parse(body) as { id: string }).id);
    }
    const stored = JSON.stringify(await opened.db.selectFrom('webhooks').selectAll().execute());
    expect(stored).not.toContain(secret);
    expect(JSON.stringify(await webhooks.list())).not.toContain(secret);
  });

  test('tells only what it was made for, and nothing from before', async () => {
    await moveOf('before', ['Mira']);
    await add(['order-settled']);
    await moveOf('o1', ['Mira', 'Olaf']);
    await until(1);
    await moveOf('o2', ['Mira']);
    await until(2);
    expect(told().map(({ kind, order }) => [kind, order.id])).toEqual([['order-settled', 'o1'], ['order-settled', 'o2']]);
  });

  test('reads of an order only whom it tells of, and all of it once', async () => {
    await add();
    let read = 0;
    const { db } = opened;
    const counting = db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult({ result }) {
        read += result.rows.filter((row) => 'body' in row && typeof row.body === 'string' && row.body.startsWith('{"item"')).length;
        return Promise.resolve(result);
      },
    });
    await webhooks.stop();
    webhooks = new Webhooks({ ...parts(), db: counting });
    await webhooks.start();
    const names = Array.from({ length: 60 }, (_, at) => `Guest ${at}`);
    await moveOf('large', names);
    await until(61);
    expect(read).toBeLessThanOrEqual(2 * names.length);
  });

  test('tells the same again until it was heard, and what came later after it; a redirect is not followed', async () => {
    const { webhook } = await add(['order-settled']);
    answers = [500, 302];
    await moveOf('o1', ['Mira']);
    await until(1);
    await moveOf('o2', ['Mira']);
    for (const count of [2, 3]) {
      await vi.waitUntil(async () => (await webhooks.deliveries(webhook.id)).at(-1)?.attempts === count - 1, patience);
      clock.advance(30_000);
      await until(count);
    }
    await until(4);
    expect(told().map(({ order }) => order.id)).toEqual(['o1', 'o1', 'o1', 'o2']);
    expect(new Set(told().slice(0, 3).map(({ id }) => id)).size).toBe(1);
    await vi.waitUntil(async () => (await webhooks.list())[0]?.waiting === 0, patience);
  });

  test('gives one up after a day, and goes on with the next', async () => {
    const { webhook } = await add(['order-settled']);
    answers = [500, 500];
    await moveOf('o1', ['Mira']);
    await vi.waitUntil(async () => (await webhooks.deliveries(webhook.id))[0]?.attempts === 1, patience);
    clock.advance(86_400_000);
    await vi.waitUntil(async () => (await webhooks.deliveries(webhook.id))[0]?.state === 'given-up', patience);
    await moveOf('o2', ['Mira']);
    await until(3);
    expect(told().at(-1)?.order.id).toBe('o2');
  });

  test('loses nothing and tells nothing twice over a restart', async () => {
    const { webhook } = await add();
    answers = [500];
    await moveOf('o1', ['Mira']);
    await vi.waitUntil(async () => (await webhooks.deliveries(webhook.id)).at(-1)?.attempts === 1, patience);
    await webhooks.stop();
    await moveOf('o2', ['Olaf']);
    clock.advance(10_000);
    webhooks = new Webhooks(parts());
    await webhooks.start();
    await until(5);
    expect(told().slice(1).map(({ kind, order }) => [kind, order.id])).toEqual([['move-ended', 'o1'], ['order-settled', 'o1'], ['move-ended', 'o2'], ['order-settled', 'o2']]);
    await webhooks.stop();
    webhooks = new Webhooks(parts());
    await webhooks.start();
    await webhooks.test(webhook.id);
    await until(6);
    expect(told().map(({ kind }) => kind).at(-1)).toBe('test');
    expect(heard).toHaveLength(6);
  });

  test('is told no more once it was removed, and cannot lead where it should not', async () => {
    const { webhook } = await add();
    await webhooks.remove(webhook.id);
    await moveOf('o1', ['Mira']);
    await expect(webhooks.test(webhook.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await opened.db.selectFrom('webhook_deliveries').selectAll().execute()).toEqual([]);
    await expect(webhooks.add(admin, { address: 'https://169.254.169.254/', kinds: ['move-ended'] })).rejects.toMatchObject({ code: 'invalid' });
  });
});
