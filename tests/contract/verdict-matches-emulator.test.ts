import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callBridgeId, type ClusterDefinition } from '@/server/emulator/cluster/definition';
import { patience } from '../support/followed-emulator';
import { compare, type Answered } from '../support/verdict-outcome';
import { inLanes, VerdictStage, type Place } from '../support/verdict-stage';

/** One bridge of each, in one cluster, so that any two of them meet. */
const versions = ['2.5', '2.6', '3.1', '3.2', '3.9'] as const;
type Version = (typeof versions)[number];
const targets = ['plain', 'locked', 'locked for guests', 'with a lobby', 'full', 'recorded', 'dual-homed', 'ended'] as const;
type Target = (typeof targets)[number];

/** Who can be on the way: what they are, and how far they have got. */
const people = [
  { kind: 'web-app', state: 'connected' },
  { kind: 'sip', state: 'connected' },
  { kind: 'microsoft', state: 'connected' },
  { kind: 'meeting-app', state: 'connected' },
  { kind: 'recorder', state: 'connected' },
  { kind: 'sip', state: 'ringing' },
  { kind: 'sip', state: 'initial' },
] as const;
type Person = (typeof people)[number];

const bridgeOf = (version: Version): string => `cb${version.replace('.', '')}`;
const sourceOf = (version: Version): string => `1${version.replace('.', '')}`;
const numberOf = (target: Target, version: Version): string => `${2 + targets.indexOf(target)}${version.replace('.', '')}`;

const profileOf: Record<Target, { callProfile?: string; callLegProfile?: string }> = {
  plain: {},
  locked: {},
  'locked for guests': { callProfile: 'a lock for guests' },
  'with a lobby': { callLegProfile: 'guests wait' },
  full: { callProfile: 'one at most' },
  recorded: { callProfile: 'a recorder' },
  'dual-homed': {},
  ended: {},
};

const clusters: readonly ClusterDefinition[] = [
  {
    name: 'mixed.example',
    callBridges: versions.map((version) => ({ name: bridgeOf(version), version })),
    webBridges: ['wb1'],
    callProfiles: [
      { name: 'a lock for guests', parameters: { lockMode: 'needsActivation' } },
      { name: 'one at most', parameters: { participantLimit: '1' } },
      { name: 'a recorder', parameters: { sipRecorderUri: 'recorder@rooms.example', participantLimit: '999' } },
    ],
    callLegProfiles: [{ name: 'guests wait', parameters: { needsActivation: 'true' } }],
    spaces: versions.flatMap((version) => [
      { name: `Source ${version}`, numericId: sourceOf(version), callProfile: 'a recorder' },
      ...targets.map((target) => ({ name: `${target} ${version}`, numericId: numberOf(target, version), ...profileOf[target] })),
    ]),
  },
  {
    name: 'other.example',
    callBridges: [{ name: 'cbother', version: '3.9' }],
    webBridges: [],
    spaces: [{ name: 'Elsewhere', numericId: '9001' }],
  },
];

interface Row {
  readonly person: Person;
  readonly home: Version;
  readonly to: string;
}

const places = [...targets.flatMap((target) => versions.map((version) => `${target} ${version}`)), 'the same', 'in another cluster'];
const rows: readonly Row[] = people.flatMap((person) => homesOf(person).flatMap((home) => places.map((to) => ({ person, home, to }))));

/** The Meeting App went with 3.0. */
function homesOf({ kind }: Pick<Person, 'kind'>): readonly Version[] {
  return kind === 'meeting-app' ? ['2.5', '2.6'] : versions;
}

/** What of a row stands in its test's name. */
const nameOf = ({ person, home, to }: Row): string => `${person.kind}, ${person.state}, on ${home}, to a meeting that is ${to}`;

const rowsByName = new Map(rows.map((row) => [nameOf(row), row]));

let stage: VerdictStage;
let outcomes: Map<string, Answered>;
let after: Awaited<ReturnType<VerdictStage['people']>>;
const placeNamed = new Map<string, Place>();
const sources = new Map<Version, Place>();

beforeAll(async () => {
  stage = await VerdictStage.open(clusters);
  await makeMeetings();
  const whom = await bringIn();
  await stage.known([...new Set(whom.values())]);
  outcomes = new Map(await inLanes(rows, 8, async (row) => [nameOf(row), await judged(row, whom.get(nameOf(row)) ?? '')] as const));
  // Everybody is judged before anybody goes: no row may look different because another was tried first.
  outcomes = new Map(await inLanes([...outcomes], 8, async ([name, said]) => [name, { ...said, ...(await stage.move(said.participant, targetNamed(name))) }] as const));
  await stage.settled([...outcomes.values()]);
  after = await stage.people();
}, 300_000);
afterAll(() => stage?.close());

async function makeMeetings(): Promise<void> {
  for (const version of versions) {
    const callBridge = bridgeOf(version);
    const staying = await stage.add({ kind: 'sip', name: `Stays on ${version}`, numericId: sourceOf(version), callBridge });
    sources.set(version, await stage.placeOf(staying));
    for (const target of targets) {
      const shared = target === 'dual-homed' && { kind: 'microsoft', dualHomed: true };
      const anchor = await stage.add({ kind: 'sip', name: `${target} ${version}`, numericId: numberOf(target, version), callBridge, ...shared });
      const place = await stage.placeOf(anchor);
      placeNamed.set(`${target} ${version}`, place);
      if (target.startsWith('locked')) await stage.ask(place.bridge, 'PUT', `calls/${place.call}`, 'locked=true');
      if (target === 'recorded') await stage.ask(place.bridge, 'PUT', `calls/${place.call}`, 'recording=true');
      if (target === 'ended') await stage.control('DELETE', `/people/${anchor}`);
    }
  }
  const elsewhere = await stage.add({ kind: 'sip', name: 'Elsewhere', numericId: '9001', cluster: 'other.example' });
  placeNamed.set('in another cluster', await stage.placeOf(elsewhere));
}

/** Those who can come over are brought in for each row anew; those who cannot stay where they are, whoever asks. */
async function bringIn(): Promise<ReadonlyMap<string, string>> {
  const shared = new Map<string, string>();
  for (const kind of ['microsoft', 'meeting-app', 'recorder'] as const) {
    for (const home of homesOf({ kind })) {
      shared.set(`${kind} connected ${home}`, await stage.add({ kind, name: `${kind} ${home}`, numericId: sourceOf(home), callBridge: bridgeOf(home) }));
    }
  }
  await stage.control('PUT', '/clock', { answerTimeoutMs: 600_000 });
  for (const home of versions) shared.set(`sip ringing ${home}`, await callOut(home));
  await stage.control('PUT', '/clock', { dialDelayMs: 600_000 });
  for (const home of versions) shared.set(`sip initial ${home}`, await callOut(home));
  const all = await inLanes(rows, 8, async (row) => {
    const { person, home } = row;
    const known = shared.get(`${person.kind} ${person.state} ${home}`);
    const id = known ?? (await stage.add({ kind: person.kind, name: nameOf(row).slice(0, 99), numericId: sourceOf(home), callBridge: bridgeOf(home) }));
    return [nameOf(row), id] as const;
  });
  const { inventory } = stage.followed.bridges;
  await vi.waitFor(() => {
    for (const home of versions) {
      for (const { kind, state } of people) {
        const id = shared.get(`${kind} ${state} ${home}`);
        if (id !== undefined) expect(inventory.participant(id)?.state).toBe(state);
      }
    }
  }, patience);
  return new Map(all);
}

function callOut(home: Version): Promise<string> {
  const form = `remoteParty=noanswer@rooms.example&callBridge=${callBridgeId(bridgeOf(home))}`;
  return stage.ask(bridgeOf(home), 'POST', `calls/${sources.get(home)?.call}/participants`, form);
}

async function judged(row: Row, participant: string): Promise<Answered> {
  const [verdict] = await stage.judge({ participants: [participant], to: { meeting: targetNamed(nameOf(row)).meeting } });
  if (!verdict) throw new Error('There is a verdict for each.');
  return { participant, verdict, status: 0, newcomer: '' };
}

function targetNamed(name: string): Place {
  const row = rowsByName.get(name);
  const place = row?.to === 'the same' ? sources.get(row.home) : placeNamed.get(row?.to ?? '');
  if (!place) throw new Error(`There is no target for ${name}.`);
  return place;
}

describe('what is said of a move is what the bridges do', () => {
  test.each(rows.map((row) => [nameOf(row), row] as const))('%s', (name, { home }) => {
    const answered = outcomes.get(name);
    if (!answered) throw new Error('It was not tried.');
    const { said, was } = compare(answered, { from: sources.get(home)?.meeting ?? null, to: targetNamed(name).meeting }, after);
    expect(was).toEqual(said);
  });
});
