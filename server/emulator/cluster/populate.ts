import type { Tempo } from '../call-bridge/bridge-core';
import type { Clock } from '../clock';
import type { Ids } from '../ids';
import { DemoLife } from './demo-life';
import type { Life } from './demo-life';
import { personNames, roomNames } from './names';
import type { Added, NewPerson, People } from './people';
import type { RunningCluster } from './running-cluster';
import type { Scenario } from './scenario';
import { jidOf } from './users';

/** A meeting of the demo: who is there at the start, where, and for a web app user who signs in, as whom. */
interface DemoMeeting {
  cluster: string;
  numericId: string;
  people: [kind: 'w' | 's' | 'm', callBridge: string, user?: string][];
  isRecorded?: true;
}

/** w: web app, s: SIP, m: Microsoft. Most meetings span bridges. */
const demoMeetings: DemoMeeting[] = [
  {
    cluster: 'webapp.com',
    numericId: '1001',
    people: [['w', 'cbcms1'], ['w', 'cbcms1'], ['s', 'cbcms1'], ['w', 'cbcms2'], ['w', 'cbcms2'], ['m', 'cbcms2'], ['s', 'cbcms3']],
  },
  {
    cluster: 'webapp.com',
    numericId: '1002',
    people: [['w', 'cbcms2'], ['w', 'cbcms2'], ['w', 'cbcms3'], ['s', 'cbcms2'], ['w', 'cbcms3', 'grace.adeyemi'], ['s', 'cbcms3']],
  },
  { cluster: 'webapp.com', numericId: '1003', people: [['w', 'cbcms3'], ['w', 'cbcms3'], ['s', 'cbcms3'], ['w', 'cbcms3'], ['w', 'cbcms1', 'henrik.dahl']] },
  { cluster: 'webapp.com', numericId: '1004', people: [['w', 'cbcms1'], ['s', 'cbcms1'], ['w', 'cbcms1'], ['w', 'cbcms1']], isRecorded: true },
  { cluster: 'webapp.com', numericId: '1005', people: [['s', 'cbcms2'], ['w', 'cbcms2'], ['w', 'cbcms1']] },
  // Nobody of these may begin without a host: they wait in the lobby.
  { cluster: 'webapp.com', numericId: '1008', people: [['w', 'cbcms3'], ['w', 'cbcms3']] },
  { cluster: 'legacy.example', numericId: '1001', people: [['w', 'cblegacy1'], ['w', 'cblegacy1'], ['s', 'cblegacy1'], ['w', 'cblegacy1']] },
  { cluster: 'legacy.example', numericId: '1002', people: [['s', 'cblegacy1'], ['w', 'cblegacy1'], ['w', 'cblegacy1'], ['s', 'cblegacy1']] },
];

const kinds = { w: 'web-app', s: 'sip', m: 'microsoft' } as const;

/** Brings in the people of a scenario. Resolves when they are all there. Rejects if somebody cannot join. */
export async function populate(
  scenario: Scenario,
  clusters: readonly RunningCluster[],
  people: People,
  clock: Clock,
  tempo: Tempo,
  ids: Ids,
): Promise<Life> {
  if (scenario.kind === 'empty') return { stop: () => undefined };
  if (scenario.kind === 'scale') {
    await callInEverybody(clusters, people, scenario.peoplePerBridge);
    return { stop: () => undefined };
  }
  const persons = [...personNames];
  const rooms = [...roomNames];
  const cast = demoMeetings.flatMap(({ cluster, numericId, people: members }) =>
    members.map(([kind, callBridge, user]): NewPerson => {
      const name = (kind === 's' ? rooms.shift() : undefined) ?? persons.shift() ?? 'Somebody';
      const signsIn = user === undefined ? {} : { user: jidOf(cluster, user) };
      return { kind: kinds[kind], name, cluster, numericId, callBridge, ...signsIn };
    }),
  );
  for (const added of await Promise.all(cast.map((person) => people.add(person)))) requireAdded(added);
  for (const { cluster, numericId, isRecorded } of demoMeetings) {
    if (isRecorded) requireAdded(await people.add({ kind: 'recorder', name: 'Recorder', cluster, numericId }));
  }
  const life = new DemoLife(clusters, people, clock, tempo, ids);
  life.start();
  return life;
}

/** Fifteen people a meeting, twelve of them on one bridge and three on the next. */
async function callInEverybody(clusters: readonly RunningCluster[], people: People, peoplePerBridge: number): Promise<void> {
  for (const { configuration, callBridges } of clusters) {
    const spaces = [...configuration.coSpaces.values()];
    for (let number = 0; number < callBridges.length * peoplePerBridge; number += 1) {
      const meeting = Math.floor(number / 15);
      const bridge = callBridges[(meeting + (number % 15 < 12 ? 0 : 1)) % callBridges.length];
      const space = spaces[meeting % spaces.length];
      if (!bridge || !space) continue;
      requireAdded(
        await people.add({
          kind: 'sip',
          name: `Room ${number + 1}`,
          cluster: configuration.name,
          numericId: space.callId,
          callBridge: bridge.name,
        }),
      );
    }
  }
}

function requireAdded(added: Added): void {
  if (!added.ok) throw new Error(`The scenario's people cannot come in: ${added.detail}`);
}
