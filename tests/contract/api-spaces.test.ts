import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { foundSpacesSchema, spacesByIdSchema, type FoundSpaces, type Space, type SpacesById } from '@/lib/meeting/space';
import { emulatorControl } from '../support/emulator-control';
import { patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let bridges: Map<string, string>;

beforeAll(async () => {
  stage = await startStage();
  const nodes = z.object({ nodes: z.array(z.object({ name: z.string(), http: z.string() })) }).parse(await (await fetch(stage.control)).json());
  bridges = new Map(nodes.nodes.map(({ name, http }) => [name, http]));
  // More than one answer holds, and more than one page of a bridge.
  for (let number = 1; number <= 60; number += 1) await makeSpace('cblegacy1', `Archive ${number}`);
  await makeSpace('cbcms1', 'Órgãos & <Recitals>');
});
afterAll(() => stage.stop());

async function makeSpace(callBridge: string, name: string): Promise<void> {
  const response = await fetch(`${bridges.get(callBridge)}/api/v1/coSpaces`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('api:emulator')}` },
    body: new URLSearchParams({ name }),
  });
  expect(response.status).toBe(200);
}

async function find(query: string): Promise<FoundSpaces> {
  const { status, body } = await stage.api(`/spaces?${query}`);
  expect(status).toBe(200);
  return foundSpacesSchema.parse(body);
}

async function lookUp(...spaces: { cluster: string; id: string }[]): Promise<SpacesById> {
  const { status, body } = await stage.api(`/space-details?spaces=${encodeURIComponent(spaces.map(({ cluster, id }) => `${cluster}/${id}`).join(','))}`);
  expect(status).toBe(200);
  return spacesByIdSchema.parse(body);
}

const idOf = ({ cluster, id }: Space) => ({ cluster: cluster.id, id });

const names = ({ items }: FoundSpaces) => items.map(({ name }) => name);

test('a space in which nobody is, is found by a part of its name in any case, on each cluster', async () => {
  const found = await find('search=SPACE%201');
  const space = (cluster: string) => ({ name: 'Space 1', callId: '1001', cluster: { id: `emulator-${cluster}`, name: cluster } });
  expect(found).toMatchObject({ items: [space('legacy.example'), space('webapp.com')], total: 2, unanswered: [] });
  expect((await stage.api('/meetings')).body).toMatchObject({ total: 0 });
});

test('what is looked for may have any characters', async () => {
  expect(names(await find(`search=${encodeURIComponent('órgãos & <')}`))).toEqual(['Órgãos & <Recitals>']);
  expect(names(await find(`search=${encodeURIComponent('&limit=1')}`))).toEqual([]);
});

test('of many 50 are shown by name, with how many there are; of one cluster only that one is asked', async () => {
  const found = await find('search=archive&cluster=legacy.example');
  expect([found.items.length, found.total]).toEqual([50, 60]);
  expect(names(found)).toEqual(names(found).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  expect(await find('search=archive&cluster=webapp.com')).toEqual({ items: [], total: 0, unanswered: [] });
});

test('a search that is too long is refused', async () => {
  expect(await stage.api(`/spaces?search=${'x'.repeat(201)}`)).toMatchObject({ status: 422, body: { errors: [{ path: 'search' }] } });
});

test('spaces are found by their ids, each once; one that is not there, or not in this cluster, is left out', async () => {
  const [space] = (await find('search=space%207&cluster=webapp.com')).items;
  if (!space) throw new Error('There is no Space 7.');
  const others = [{ cluster: 'emulator-webapp.com', id: 'no such space' }, { cluster: 'emulator-legacy.example', id: space.id }, { cluster: 'nowhere', id: space.id }];
  expect(await lookUp(idOf(space), idOf(space), ...others)).toEqual({ items: [space], unanswered: [] });
});

test('what is no list of ids, and more than 50 at once, is refused', async () => {
  for (const list of ['', 'one', 'c1/s1,', 'c1/s1/x', Array(51).fill('c1/s1').join(',')]) {
    expect(await stage.api(`/space-details?spaces=${list}`)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  }
});

test('a bridge that is away is not asked, and a cluster of which none is there is named', async () => {
  const control = await emulatorControl(stage);
  const archived = (await find('search=archive%201')).items.slice(0, 1).map(idOf);
  for (const callBridge of ['cblegacy1', 'cbcms1']) await control.change(callBridge, { down: true });
  await expect.poll(() => find('search=space'), patience).toMatchObject({ unanswered: ['emulator-legacy.example'] });
  const found = await find('search=space');
  expect(new Set(found.items.map(({ cluster }) => cluster.name))).toEqual(new Set(['webapp.com']));
  expect(await lookUp(...archived)).toEqual({ items: [], unanswered: archived });
});
