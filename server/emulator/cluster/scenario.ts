import type { ClusterDefinition, SpaceDefinition } from './definition';

/** What an emulator starts with. */
export type Scenario =
  | { readonly kind: 'demo' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'scale'; readonly callBridges: number; readonly peoplePerBridge: number };

const callBridgesAtMost = 24;
const peoplePerBridgeAtMost = 450;

/** Reads `demo`, `empty` or `scale:<call bridges>x<people per bridge>`; null for anything else. */
export function parseScenario(text: string): Scenario | null {
  if (text === 'demo' || text === 'empty') return { kind: text };
  const match = /^scale:(\d{1,2})x(\d{1,3})$/.exec(text);
  const callBridges = Number(match?.[1] ?? 0);
  const peoplePerBridge = Number(match?.[2] ?? 0);
  if (callBridges < 1 || callBridges > callBridgesAtMost || peoplePerBridge > peoplePerBridgeAtMost) return null;
  return { kind: 'scale', callBridges, peoplePerBridge };
}

const eightSpaces: SpaceDefinition[] = Array.from({ length: 8 }, (_, index) => ({
  name: `Space ${index + 1}`,
  numericId: String(1001 + index),
}));

/** Who waits for whom, and how many may come, in the spaces that are not plain. */
const demoProfiles: Pick<ClusterDefinition, 'callLegProfiles' | 'callProfiles'> = {
  callLegProfiles: [
    { name: 'Guests wait', parameters: { needsActivation: 'true', deactivationMode: 'deactivate' } },
    { name: 'Hosts', parameters: { needsActivation: 'false' } },
  ],
  callProfiles: [
    { name: 'Locked', parameters: { locked: 'true', lockMode: 'needsActivation' } },
    { name: 'At most eight', parameters: { participantLimit: '8' } },
  ],
};

/** Space 4 has a second way in, for those who know its passcode. In Space 8 all but members and hosts wait in the lobby. */
const demoRules: Readonly<Record<string, Partial<SpaceDefinition>>> = {
  '1004': { accessMethods: [{ name: 'Hosts', numericId: '2004', passcode: '4321' }] },
  '1005': { callProfile: 'Locked' },
  '1007': { callProfile: 'At most eight' },
  '1008': {
    callLegProfile: 'Guests wait',
    memberProfile: 'Hosts',
    accessMethods: [{ name: 'Hosts', numericId: '2008', passcode: '4321', callLegProfile: 'Hosts' }],
  },
};

const everySpace = eightSpaces.map(({ numericId }) => numericId);

/** Who can sign in to the web app, and the numeric ids of the spaces that they are members of. */
const demoUsers = [
  { user: 'grace.adeyemi', name: 'Grace Adeyemi', password: 'emulator', spaces: ['1001', '1002', '1004'] },
  { user: 'henrik.dahl', name: 'Henrik Dahl', password: 'emulator', spaces: ['1001', '1003'] },
  ...['Ines Duarte', 'Marek Novotný', 'Sunniva Berg', 'Tariq Haddad', 'Yuki Mori'].map((name, index) => ({
    user: `user${index + 1}`,
    name,
    password: 'emulator',
    spaces: everySpace,
  })),
];

const demoSpaces = eightSpaces.map((space) => ({
  ...space,
  ...demoRules[space.numericId],
  members: demoUsers.filter(({ spaces }) => spaces.includes(space.numericId)).map(({ user }) => user),
}));

/** Three Call Bridges that can move anybody, and one that is too old to move web app guests. */
const demoClusters: ClusterDefinition[] = [
  {
    name: 'webapp.com',
    callBridges: ['cbcms1', 'cbcms2', 'cbcms3'].map((name) => ({ name, version: '3.9' })),
    webBridges: ['wbcms1', 'wbcms2'],
    spaces: demoSpaces,
    users: demoUsers,
    ...demoProfiles,
  },
  {
    name: 'legacy.example',
    callBridges: [{ name: 'cblegacy1', version: '3.1' }],
    webBridges: ['wblegacy1'],
    spaces: demoSpaces,
    users: demoUsers,
    ...demoProfiles,
  },
];

export function clustersOf(scenario: Scenario): readonly ClusterDefinition[] {
  if (scenario.kind !== 'scale') return demoClusters;
  const spaceCount = Math.max(8, Math.ceil((scenario.callBridges * scenario.peoplePerBridge) / 15));
  return [
    {
      name: 'scale.example',
      callBridges: Array.from({ length: scenario.callBridges }, (_, index) => ({ name: `cbscale${index + 1}`, version: '3.9' })),
      webBridges: ['wbscale1'],
      spaces: Array.from({ length: spaceCount }, (_, index) => ({ name: `Space ${index + 1}`, numericId: String(100_001 + index) })),
    },
  ];
}
