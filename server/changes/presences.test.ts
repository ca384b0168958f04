import { beforeEach, expect, test } from 'vitest';
import type { Scope } from '@/lib/access/scope';
import { exampleMeeting } from '@/lib/meeting/examples';
import type { Presence } from '@/lib/meeting/presence';
import { topicsNamed } from '@/lib/meeting/topics';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ChangeHub } from '@/server/changes/change-hub';
import { carriedForMs } from '@/server/changes/presences';
import type { ViewerOptions } from '@/server/changes/viewer';

const olga = { id: 'o', name: 'Olga' };
const onlyC1: Scope = { clusters: ['c1'], spaces: [] };
const inC1 = (participant: string) => ({ participant, meeting: 'm1' });
const inC2 = (participant: string) => ({ participant, meeting: 'm2' });
let clock: ManualClock;
let hub: ChangeHub;
let tick: () => void;

beforeEach(() => {
  clock = new ManualClock();
  hub = new ChangeHub({ clock, schedule: (tell) => (tick = tell) });
  for (const [id, cluster] of [['m1', 'c1'], ['m2', 'c2']] as const) hub.publish({ event: 'meeting', data: exampleMeeting({ id, cluster: { id: cluster, name: cluster } }) });
  tick();
});

/** Whom a viewer was told to be carried, by stream, each time it was said. */
function follow(options: Partial<ViewerOptions> = {}) {
  const told: Record<string, string[]>[] = [];
  const bytes: Buffer[] = [];
  const write = (frames: readonly Buffer[]) => {
    for (const frame of frames) {
      const [, event = '', data = ''] = frame.toString().split('\n').map((line) => line.slice(line.indexOf(' ') + 1));
      if (event !== 'presence') continue;
      const { id, participants } = JSON.parse(data) as Presence;
      told.push({ [id]: participants });
      bytes.push(frame);
    }
    return true;
  };
  const { viewer, stop } = hub.follow({ scope: null, from: null, sink: { encoding: 'event', write }, ...options });
  return { told, bytes, viewer, stop };
}

test('everybody but the one who carries is told whom, and that they were let go', () => {
  const [own, other] = [follow({ stream: 's1' }), follow({ stream: 's2' })];
  hub.carry('s1', olga, [inC1('p'), inC2('q')]);
  tick();
  hub.carry('s1', olga, []);
  tick();
  expect([own.told, other.told]).toEqual([[], [{ s1: ['p', 'q'] }, { s1: [] }]]);
});

test('whoever comes later is told who is in the air then', () => {
  hub.carry('s1', olga, [inC1('p')]);
  expect(follow().told).toEqual([{ s1: ['p'] }]);
});

test('whoever is limited hears of the people inside, and nothing at all of a stack that is outside', () => {
  const limited = follow({ scope: onlyC1 });
  hub.carry('s1', olga, [inC2('q')]);
  tick();
  hub.carry('s1', olga, []);
  tick();
  expect(limited.told).toEqual([]);
  hub.carry('s1', olga, [inC1('p'), inC2('q')]);
  tick();
  hub.carry('s1', olga, [inC2('q')]);
  tick();
  expect(limited.told).toEqual([{ s1: ['p'] }, { s1: [] }]);
});

test('whoever is held is let go by itself once nothing more is heard, and stays while it is', () => {
  const { told } = follow();
  hub.carry('s1', olga, [inC1('p')]);
  clock.advance(carriedForMs - 1);
  hub.carry('s1', olga, [inC1('p')]);
  clock.advance(carriedForMs - 1);
  tick();
  expect(told).toEqual([{ s1: ['p'] }]);
  clock.advance(1);
  tick();
  expect(told.at(-1)).toEqual({ s1: [] });
});

test('a stream that did not ask for it is not told, and one that asks no more has it taken back', () => {
  const topics = (...names: string[]) => topicsNamed(names) ?? undefined;
  const { told, viewer } = follow({ topics: topics('meetings') });
  hub.carry('s1', olga, [inC1('p')]);
  tick();
  expect(told).toEqual([]);
  viewer.want({ wish: 1, topics: ['presence'] });
  viewer.want({ wish: 2, topics: ['meetings'] });
  expect(told).toEqual([{ s1: ['p'] }, { s1: [] }]);
});

test('whoever has to start over is told anew who is in the air', () => {
  hub.carry('s1', olga, [inC1('p')]);
  const { told, viewer } = follow();
  viewer.want({ wish: 1, topics: ['meetings', 'presence'], from: 'nonsense' });
  expect(told).toEqual([{ s1: ['p'] }, { s1: ['p'] }]);
});

test('for 250 who see the same the bytes are made once', () => {
  const viewers = Array.from({ length: 250 }, () => follow());
  hub.carry('s1', olga, [inC1('p')]);
  tick();
  expect(new Set(viewers.map(({ bytes }) => bytes[0])).size).toBe(1);
});
