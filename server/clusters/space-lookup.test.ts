import { expect, test } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { SpaceLookup } from '@/server/clusters/space-lookup';
import { ToldInventory } from '@/server/inventory/told-inventory';

const space = { cluster: 'c1', id: 's1' };
const named = { ok: true, value: { name: 'Space 1', uri: null, callId: '1001' } };

/** Lookups at a bridge that answers like this. */
function lookupAt(answer: () => Promise<unknown>) {
  const asked: string[] = [];
  const clock = new ManualClock();
  const inventory = new ToldInventory();
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  const detailReader = {
    space: (id: string) => {
      asked.push(id);
      return answer();
    },
  };
  const registry = { clusters: () => [{ id: 'c1', name: 'webapp.com' }], bridgesOf: () => [exampleBridge()] };
  const parts = { registry, feeds: { clientOf: () => ({ detailReader }) }, inventory, clock };
  return { lookup: new SpaceLookup(parts as unknown as ConstructorParameters<typeof SpaceLookup>[0]), asked, clock };
}

test('a space that several look up at the same time is read once, and again for whoever comes later', async () => {
  const { lookup, asked } = lookupAt(() => Promise.resolve(named));
  const found = { items: [{ id: 's1', name: 'Space 1', uri: null, callId: '1001', cluster: { id: 'c1', name: 'webapp.com' } }], unanswered: [] };
  expect(await Promise.all([lookup.find([space, space], null), lookup.find([space], null)])).toEqual([found, found]);
  expect(asked).toEqual(['s1']);
  await lookup.find([space], null);
  expect(asked).toEqual(['s1', 's1']);
});

test('nobody waits for a bridge that does not answer, and a refusal that says nothing of the space counts as none', async () => {
  const { lookup, clock } = lookupAt(() => new Promise(() => undefined));
  const looking = lookup.find([space], null);
  clock.advance(3_000);
  expect(await looking).toEqual({ items: [], unanswered: [space] });
  const busy = lookupAt(() => Promise.resolve({ ok: false, error: { code: 'bridge-refused', detail: '', status: 503, failureTag: null, mayHaveActed: false } }));
  expect(await busy.lookup.find([space], null)).toEqual({ items: [], unanswered: [space] });
});

test('what a scope does not hold is not asked for', async () => {
  const { lookup, asked } = lookupAt(() => Promise.resolve(named));
  expect(await lookup.find([space], { clusters: [], spaces: [{ cluster: 'c1', id: 's2' }] })).toEqual({ items: [], unanswered: [] });
  expect(asked).toEqual([]);
});

test('more reads at a time than a bridge is meant to bear are refused', async () => {
  const { lookup } = lookupAt(() => new Promise(() => undefined));
  for (let number = 0; number < 200; number += 1) void lookup.find([{ cluster: 'c1', id: `busy ${number}` }], null);
  await expect(lookup.find([space], null)).rejects.toMatchObject({ code: 'too-many-requests' });
});
