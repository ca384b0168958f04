import { expect, test, vi } from 'vitest';
import type { FailureCounts } from '@/lib/trace/failure-counts';
import type { LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import type { Item } from '@/lib/move/item';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { emulatorControl } from '../support/emulator-control';
import type { RunningUsher } from '../support/run-usher';
import { meetingNamed, patience, untilConnected } from '../support/stage';
import { freePorts } from '../support/usher-process';
import { ushersInTurn } from '../support/ushers-in-turn';

const { newPlace, start } = ushersInTurn();

/** An end that is waited for half a minute, and what is known for sure some ten seconds later; on a busy machine all of that late. */
const untilExplained = { timeout: 150_000, interval: 100 };

async function oneOrder(usher: RunningUsher, query: string): Promise<Order | null> {
  const { items } = (await usher.api(`/moves?${query}`)).body as { items: Order[] };
  return items[0] ?? null;
}

/** The only item of the order that the query finds, once it has its finding. */
function foundItem(usher: RunningUsher, query: string): Promise<Item & { order: string }> {
  return vi.waitUntil(async () => {
    const order = await oneOrder(usher, query);
    const [item] = order?.items ?? [];
    return order && item?.finding ? { ...item, order: order.id } : null;
  }, untilExplained);
}

test('why a move failed, one of Usher and one by others, is still known after a kill -9, and both are found by it', { timeout: 400_000 }, async () => {
  const [place, ports] = [await newPlace(), await freePorts()];
  const usher = await start(place, { ports });
  await untilConnected(usher, 4);
  const emulator = await emulatorControl(usher);
  const bring = async (kind: string, name: string, numericId: string) => ((await emulator.post('/people', { kind, name, numericId, callBridge: 'cbcms1' })) as { participant: string }).participant;
  await bring('sip', 'Room Two', '1002');
  const [full, late] = [await bring('web-app', 'Guest Full', '1001'), await bring('web-app', 'Guest Late', '1001')];
  const isThere = ({ state, canMove }: Participant) => state === 'connected' && canMove;
  for (const id of [full, late]) await vi.waitUntil(async () => isThere((await usher.api(`/participants/${id}`)).body as Participant), patience);
  const target = await meetingNamed(usher, 'Space 2');
  await emulator.post('/faults', { fault: 'token-expired', participant: late, times: 'once' });
  await emulator.post('/faults', { fault: 'participant-limit', participant: full, times: 'once' });

  const [call] = target.calls;
  const address = emulator.webApp((call?.callBridge ?? '').replace('emulator-', ''));
  const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
  const form = new URLSearchParams({ movedParticipant: late, needsActivation: 'false' });
  await fetch(`${address}/api/v1/calls/${call?.id}/participants`, { method: 'POST', body: form, headers: { authorization } });
  const foreign = await foundItem(usher, `kind=observed&participant=${late}`);
  expect(foreign).toMatchObject({ state: 'dropped', finding: { symptom: 'dropped', cause: 'token-expired' } });
  expect(await usher.api('/moves', { body: { participants: [full], to: { meeting: target.id } } })).toMatchObject({ status: 202, body: { items: [{ verdict: { allowed: true } }] } });
  const own = await foundItem(usher, `kind=own&participant=${full}`);
  expect(own.finding).toMatchObject({ symptom: 'nothing-happened', cause: 'participant-limit' });
  await usher.stop('SIGKILL');

  const again = await start(place, { ports });
  expect(await oneOrder(again, 'symptom=dropped&cause=token-expired')).toMatchObject({ id: foreign.order, items: [{ finding: foreign.finding }] });
  expect(await oneOrder(again, 'cause=participant-limit&kind=own')).toMatchObject({ id: own.order, items: [{ finding: own.finding }] });
  expect(await oneOrder(again, 'symptom=dropped&cause=participant-limit')).toBeNull();
  for (const wrong of ['cause=nonsense', 'symptom=joined', 'symptom=']) {
    expect(await again.api(`/moves?${wrong}`)).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: wrong.split('=')[0] }] } });
  }
  const counts = (await again.api('/moves/causes?timeZone=Europe/Berlin')).body as FailureCounts;
  expect(counts).toMatchObject({ timeZone: 'Europe/Berlin' });
  expect(counts.items.map(({ symptom, cause, count }) => `${symptom} ${cause} ${count}`).sort()).toEqual(['dropped token-expired 1', 'nothing-happened participant-limit 1']);
  for (const wrong of ['timeZone=Atlantis', 'from=yesterday', 'from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'kind=other']) {
    expect(await again.api(`/moves/causes?${wrong}`)).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: wrong.split('=')[0] }] } });
  }
  // What was heard then is gone; what was made of it is not.
  const trace = (await again.api(`/moves/${own.order}/items/1/trace`)).body as LiveDiagnosis;
  expect(trace.finding).toMatchObject({ cause: 'participant-limit', confidence: 'high' });
  expect(trace.assumed.join(' ')).toContain('no longer has all that showed it');
});
