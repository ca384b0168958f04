import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import { DeliveryLine } from '@/server/webhooks/delivery-line';
import { WebhookStore } from '@/server/webhooks/webhook-store';

const webhook = { id: 'w1', address: 'http://127.0.0.1:9/', kinds: '[]', secret_sealed: '', created_by: 'Ana', created_at: 0, read_up_to: 0 };

/** How many turns of the microtask queue there are at most between a line's last look and its being at rest. */
const mostTurns = 6;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

test.each(Array.from({ length: mostTurns }, (_, at) => at))('what comes in line %i turns after the last look is told all the same', async (count) => {
  const db = await memoryDatabase();
  const store = new WebhookStore(db);
  await store.add(webhook);
  const clock = new ManualClock();
  const comes = (subject: string) => store.enqueue(webhook.id, [{ kind: 'test', subject, told: { subject } }], null, clock.now());
  const told: string[] = [];
  const post = {
    post: (_address: string, _headers: object, body: string) => {
      told.push((JSON.parse(body) as { subject: string }).subject);
      return Promise.resolve({ status: 204, error: null });
    },
  };
  const line = new DeliveryLine({ webhook: webhook.id, address: webhook.address, secret: 's', store, post, clock, log: pino({ level: 'silent' }) });
  // The last thing that a line does before it rests.
  vi.spyOn(store, 'forgetOld').mockImplementationOnce(async () => {
    await comes('second');
    void turns(count).then(() => line.wake());
  });
  await comes('first');
  line.wake();
  await vi.waitUntil(() => told.length === 2, { timeout: 15_000 });
  expect(told).toEqual(['first', 'second']);
  await line.stop();
  await db.destroy();
});

test.each([
  { what: 'answered within a second of the stop is not told again', waitMs: 999, state: 'delivered' },
  { what: 'not answered within a second of the stop is told after the next start', waitMs: 1_000, state: 'waiting' },
])('what is on its way and $what', async ({ waitMs, state }) => {
  const db = await memoryDatabase();
  const store = new WebhookStore(db);
  await store.add(webhook);
  const clock = new ManualClock();
  await store.enqueue(webhook.id, [{ kind: 'test', subject: 'one', told: {} }], null, clock.now());
  let heard = () => {};
  const post = {
    post: (_address: string, _headers: object, _body: string, givenUp: AbortSignal) =>
      new Promise<{ status: number | null; error: string | null }>((resolve) => {
        heard = () => resolve({ status: 204, error: null });
        givenUp.addEventListener('abort', () => resolve({ status: null, error: 'given up' }));
      }),
  };
  const posting = vi.spyOn(post, 'post');
  const line = new DeliveryLine({ webhook: webhook.id, address: webhook.address, secret: 's', store, post, clock, log: pino({ level: 'silent' }) });
  line.wake();
  await vi.waitUntil(() => posting.mock.calls.length === 1, { timeout: 15_000 });
  const stopped = line.stop();
  clock.advance(waitMs);
  heard();
  await stopped;
  expect((await store.deliveries(webhook.id)).map((one) => one.state)).toEqual([state]);
  expect(posting).toHaveBeenCalledTimes(1);
  await db.destroy();
});
