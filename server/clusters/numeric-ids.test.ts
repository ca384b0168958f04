import { expect, test } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { NumericIds } from '@/server/clusters/numeric-ids';
import { ToldInventory } from '@/server/inventory/told-inventory';

const space = { cluster: 'c1', space: 's1' };
const named = { ok: true, value: { name: 'Space 1', uri: null, callId: '1001' } };
const refused = (status: number, failureTag: string | null) => ({ ok: false, error: { code: 'bridge-refused', detail: '', status, failureTag, mayHaveActed: false } });
const never = () => new Promise<unknown>(() => undefined);

/** Ids read from a bridge that answers like this. */
function idsAt(answers: { readonly space?: () => Promise<unknown>; readonly methods?: () => Promise<unknown> }) {
  const asked: string[] = [];
  const clock = new ManualClock();
  const inventory = new ToldInventory();
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  const noted = (what: string, answer: () => Promise<unknown>) => (id: string) => {
    asked.push(`${what} ${id}`);
    return answer();
  };
  const detailReader = {
    space: noted('space', answers.space ?? (() => Promise.resolve(named))),
    accessMethodIds: noted('methods', answers.methods ?? (() => Promise.resolve({ ok: true, value: ['2001', '1001'] }))),
  };
  const parts = { registry: { bridgesOf: () => [exampleBridge()] }, feeds: { clientOf: () => ({ detailReader }) }, inventory, clock };
  return { ids: new NumericIds(parts as unknown as ConstructorParameters<typeof NumericIds>[0]), asked, clock, inventory };
}

test('a space has its own numeric id and those of all its access methods, each once', async () => {
  const { ids, asked, clock } = idsAt({});
  const found = { name: 'Space 1', ids: ['1001', '2001'], callBridge: exampleBridge().name };
  expect(await Promise.all([ids.of(space), ids.of(space)])).toEqual([found, found]);
  expect(await ids.of(space)).toEqual(found);
  expect(asked).toEqual(['space s1', 'methods s1']);
  clock.advance(60_000);
  await ids.of(space);
  expect(asked).toHaveLength(4);
});

test('where not all of them could be read, none is known, and it is tried again', async () => {
  const { ids, asked } = idsAt({ methods: () => Promise.resolve(refused(503, null)) });
  expect(await ids.of(space)).toBe('unanswered');
  expect(await ids.of(space)).toBe('unanswered');
  expect(asked).toHaveLength(4);
});

test('a space that the cluster does not have is told from a bridge that does not answer', async () => {
  expect(await idsAt({ space: () => Promise.resolve(refused(400, 'coSpaceDoesNotExist')) }).ids.of(space)).toBe('none');
  const { ids, clock } = idsAt({ space: never });
  const waiting = ids.of(space);
  clock.advance(3_000);
  expect(await waiting).toBe('unanswered');
  const { ids: away, inventory } = idsAt({});
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ state: 'away' }) });
  expect(await away.of(space)).toBe('unanswered');
});

test('more reads at a time than a bridge is meant to bear are refused', async () => {
  const { ids } = idsAt({ space: never });
  for (let number = 0; number < 50; number += 1) void ids.of({ cluster: 'c1', space: `busy ${number}` });
  await expect(ids.of(space)).rejects.toMatchObject({ code: 'too-many-requests' });
});
