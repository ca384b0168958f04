import { expect, test } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { JoinLinks } from '@/server/clusters/join-links';
import { ToldInventory } from '@/server/inventory/told-inventory';

const link = 'https://join.example/meeting/1001';
const noSuchRead = { ok: false, error: { code: 'bridge-refused', detail: 'no such thing', status: 404, failureTag: null, mayHaveActed: false } };
const entry = (webAddress: string | null) => ({ ok: true, value: { webAddress, passcode: '1234' } });

/** The links that a bridge leads to which answers like this. */
function linksBy(meetingEntry: object, callId: string | null, webAddress: string | null): { links: JoinLinks; asked: string[] } {
  const asked: string[] = [];
  const reader = {
    meetingEntry: () => Promise.resolve(meetingEntry),
    space: () => Promise.resolve({ ok: true, value: { callId } }),
    webAddressOf: (number: string) => {
      asked.push(number);
      return Promise.resolve({ ok: true, value: webAddress });
    },
  };
  const inventory = new ToldInventory();
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  const parts = { registry: { bridgesOf: () => [exampleBridge()] }, feeds: { clientOf: () => ({ reader }) }, inventory };
  return { links: new JoinLinks(parts as unknown as ConstructorParameters<typeof JoinLinks>[0]), asked };
}

const target = { space: 's1', cluster: 'c1' };

test('a bridge that says where browsers enter is not asked for the number', async () => {
  const { links, asked } = linksBy(entry(link), '1001', null);
  expect(await links.to(target)).toMatchObject({ link, passcode: '1234', source: 'meetingEntryDetail' });
  expect(asked).toEqual([]);
});

test.each([
  ['has no entry details, as those before they came', noSuchRead, null],
  ['has entry details without an address', entry(null), '1234'],
  ['names an address that no browser opens as a page', entry('javascript:alert(1)'), '1234'],
])('where a bridge %s, the address is asked for by the numeric id', async (_, details, passcode) => {
  const { links, asked } = linksBy(details, '1001', link);
  expect(await links.to(target)).toMatchObject({ link, passcode, source: 'accessQuery' });
  expect(asked).toEqual(['1001']);
});

test.each([
  ['the space has no numeric id', null, link],
  ['the bridge has no address for it', '1001', null],
  ['the address is none that a browser opens as a page', '1001', 'file:///etc/passwd'],
])('there is no link where %s', async (_, callId, address) => {
  await expect(linksBy(noSuchRead, callId, address).links.to(target)).rejects.toThrow('conflict');
});
