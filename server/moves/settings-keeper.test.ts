import { pino } from 'pino';
import { expect, test } from 'vitest';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { PersonSettings, WantedSettings } from '@/lib/move/person-settings';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { LiveOrder, type LiveChange } from '@/server/moves/live-order';
import { unknownRoute } from '@/server/moves/order-store';
import { SettingsKeeper } from '@/server/moves/settings-keeper';

const plain: PersonSettings = { audioMute: false, videoMute: false, layout: 'automatic', importance: null, label: null };
const route = { ...unknownRoute, homeBridge: 'home' };
const at = '2026-01-01T00:00:00.000Z';
const item = exampleItem({
  newParticipant: 'new',
  state: 'accepted',
  times: { queued: at, sending: at, accepted: at, left: null, joined: null, mediaSeen: null, ended: null },
});

/** A keeper at bridges that hold settings by participant, and take of a change what `takes` leaves of it. */
function stage(had: PersonSettings, newcomer: PersonSettings, takes: (asked: WantedSettings) => WantedSettings = (asked) => asked) {
  const settings = new Map([['old', had], ['new', newcomer]]);
  const changes: WantedSettings[] = [];
  const read: Item['settings'][] = [];
  const inventory = new ToldInventory();
  inventory.tell({ event: 'meeting', data: exampleMeeting() }, { event: 'participant', data: exampleParticipant({ id: 'old' }) });
  const change = (asked: WantedSettings) => {
    changes.push(asked);
    settings.set('new', { ...(settings.get('new') ?? plain), ...takes(asked) });
    return Promise.resolve({ ok: true as const, value: null });
  };
  const keeper = new SettingsKeeper(
    {
      inventory,
      clusters: {
        settingsOf: (_, participant) => Promise.resolve({ callLeg: `leg-${participant}`, inLobby: false, settings: settings.get(participant) ?? plain }),
        writerFor: () => ({
          ...agreeingWriter,
          moveParticipant: () => Promise.reject(new Error('nobody is moved here')),
          callAddress: () => Promise.reject(new Error('nobody is called here')),
          changeParticipant: (_, asked) => change(asked),
          changeCallLeg: (_, asked) => change(asked),
        }),
      },
    },
    (_, __, found) => void read.push(found),
  );
  const order: Order = { id: 'o', state: 'running', by: { kind: 'person', id: 'p', name: 'Ana' }, reason: null, lobby: 'open', settings: 'keep', createdAt: at, undoOf: null, repeatOf: null, items: [item] };
  const live = new LiveOrder(
    { order, routes: new Map() },
    { clock: new ManualClock(), log: pino({ level: 'silent' }), save: (collect: (landed: null) => LiveChange) => Promise.resolve(collect(null)), announce: () => undefined, saved: () => undefined, timeUp: () => undefined },
  );
  /** They are seen in this state, and looked after. */
  const arrive = async (state: 'initial' | 'connected', itemRoute = route) => {
    inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'new', meeting: 'm2', state }) });
    keeper.look(live, item, itemRoute);
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { keeper, live, inventory, changes, read, arrive };
}

const set: PersonSettings = { audioMute: true, videoMute: false, layout: 'speakerOnly', importance: 5, label: 'Chair' };

test('whatever newcomers would not have is sent along, and a mute that is only seen too', async () => {
  const { keeper, live, inventory } = stage(set, plain);
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'old', muted: { audio: false, video: true } }) });
  expect(await keeper.wantedFor(live, item, route)).toEqual({ audioMute: true, videoMute: true, layout: 'speakerOnly', importance: 5, label: 'Chair' });
});

test('nothing is changed where all of it holds', async () => {
  const { keeper, live, changes, read, arrive } = stage(set, set);
  await keeper.wantedFor(live, item, route);
  await arrive('initial');
  await arrive('connected');
  expect(changes).toEqual([]);
  expect(read.at(-1)).toEqual({ kept: ['audioMute', 'layout', 'importance', 'label'], notKept: [] });
});

test('only what does not hold is put right, and what cannot be is told', async () => {
  const { keeper, live, changes, read, arrive } = stage(set, { ...set, audioMute: false, importance: null }, ({ audioMute }) => (audioMute ? { audioMute } : {}));
  await keeper.wantedFor(live, item, route);
  await arrive('initial');
  expect(read).toEqual([]);
  expect(changes.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)))).toEqual([{ audioMute: true }, { importance: 5 }]);
  await arrive('connected');
  expect(read).toEqual([{ kept: ['audioMute', 'layout', 'label'], notKept: ['importance'] }]);
});

test('nobody is unmuted', async () => {
  const { keeper, live, changes, read, arrive } = stage(plain, { ...plain, audioMute: true, videoMute: true });
  await keeper.wantedFor(live, item, route);
  await arrive('connected');
  expect([changes, read]).toEqual([[], [{ kept: [], notKept: [] }]]);
});

test('after a restart what stands on record with the order is put right', async () => {
  const { changes, read, arrive } = stage(plain, plain);
  await arrive('connected', { ...route, had: { ...plain, videoMute: true } });
  expect([changes.length, read]).toEqual([1, [{ kept: ['videoMute'], notKept: [] }]]);
});
