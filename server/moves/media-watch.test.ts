import { expect, test } from 'vitest';
import { pino } from 'pino';
import { exampleParticipant } from '@/lib/meeting/examples';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { rfc3339 } from '@/server/bridge-client/clock';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { LiveOrder, type LiveChange } from '@/server/moves/live-order';
import { MediaWatch, watchedForMs } from '@/server/moves/media-watch';

/** Whether it is looked for media of the first of two, while the second has not been sent. @param state of their order */
function looksWhile(state: Order['state']): boolean {
  let looks = 0;
  const clock = new ManualClock();
  const at = rfc3339(clock.now());
  const inventory = new ToldInventory();
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'new' }) });
  const queued = exampleItem({
    id: '2',
    participant: 'old2',
    name: 'Ben',
    times: { queued: at, sending: null, accepted: null, left: null, joined: null, mediaSeen: null, ended: null },
  });
  const joined: Item = { ...queued, id: '1', participant: 'old', newParticipant: 'new', state: 'joined', times: { ...queued.times, joined: at, ended: at } };
  const order: Order = { id: 'o1', state, by: { kind: 'person', id: 'p1', name: 'Olga' }, reason: null, settings: 'target', lobby: 'open', createdAt: at, undoOf: null, repeatOf: null, items: [joined, queued] };
  const parts = { clock: new ManualClock(), log: pino({ level: 'silent' }), save: (collect: (landed: null) => LiveChange) => Promise.resolve(collect(null)), announce: () => undefined, saved: () => undefined, timeUp: () => undefined };
  const live = new LiveOrder({ order, routes: new Map() }, parts);
  const receivesMedia = () => {
    looks += 1;
    return Promise.resolve(false);
  };
  const watch = new MediaWatch({ clock, inventory, clusters: { receivesMedia } }, () => undefined);
  watch.follow(live, joined);
  clock.advance(watchedForMs);
  watch.stop();
  return looks > 0;
}

test('media is looked for once nothing is to be sent any more', () => {
  expect(looksWhile('running')).toBe(false);
});

test('media is looked for while the rest of the order is held back', () => {
  expect(looksWhile('paused')).toBe(true);
});
