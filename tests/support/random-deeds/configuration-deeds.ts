import { ask, bridgeNames, cluster, listed, pick } from './stage';
import type { Deed, Stage } from './stage';

/** Kinds that are deleted whether somebody uses them or not. */
const deletable = [
  { path: 'callLegProfiles', element: 'callLegProfile' },
  { path: 'callProfiles', element: 'callProfile' },
  { path: 'tenants', element: 'tenant' },
  { path: 'coSpaces', element: 'coSpace' },
];

const ofSpaces = [
  { path: 'coSpaceUsers', element: 'coSpaceUser', made: (number: number) => `userJid=user${(number % 5) + 1}@${cluster}` },
  { path: 'accessMethods', element: 'accessMethod', made: (number: number) => `callId=${2001 + (number % 8)}&passcode=4321` },
];

/** What a space can be given, made anew each time. */
const given = [
  { path: 'callLegProfiles', as: 'callLegProfile', body: 'needsActivation=true&deactivationMode=deactivate' },
  { path: 'callLegProfiles', as: 'callLegProfile', body: 'needsActivation=true&deactivationMode=disconnect' },
  { path: 'callLegProfiles', as: 'callLegProfile', body: 'needsActivation=false&sipMediaEncryption=required' },
  { path: 'callProfiles', as: 'callProfile', body: 'participantLimit=3' },
  { path: 'callProfiles', as: 'callProfile', body: 'locked=true&lockMode=all' },
  { path: 'callProfiles', as: 'callProfile', body: 'recordingMode=automatic' },
  { path: 'tenants', as: 'tenant', body: 'name=Tenant&participantLimit=5' },
];

const spaceOf = async (stage: Stage, bridge: string, number: number) => pick(await listed(stage, bridge, 'coSpaces', 'coSpace'), number) ?? '';

/** What administrators do to spaces and profiles while people are in them. */
export const configurationDeeds = {
  'a space is given something': async (stage, [bridge, space, what]) => {
    const on = pick(bridgeNames, bridge) ?? '';
    const { path = '', as = '', body = '' } = pick(given, what) ?? {};
    const id = (await ask(stage, on, 'POST', path, body))?.created ?? '';
    return ask(stage, on, 'PUT', `coSpaces/${await spaceOf(stage, on, space)}`, `${as}=${id}`);
  },
  'a space is made': (stage, [bridge, number]) => {
    const callId = 1001 + (number % 8);
    return ask(stage, pick(bridgeNames, bridge) ?? '', 'POST', 'coSpaces', `name=Made&callId=${callId}&uri=made.${callId}`);
  },
  'a member or way in is made': async (stage, [bridge, space, what]) => {
    const on = pick(bridgeNames, bridge) ?? '';
    const { path = '', made = () => '' } = pick(ofSpaces, what) ?? {};
    return ask(stage, on, 'POST', `coSpaces/${await spaceOf(stage, on, space)}/${path}`, made(what));
  },
  'a member or way in is deleted': async (stage, [bridge, space, what]) => {
    const on = pick(bridgeNames, bridge) ?? '';
    const { path, element } = pick(ofSpaces, what) ?? { path: '', element: '' };
    const parent = `coSpaces/${await spaceOf(stage, on, space)}/${path}`;
    return ask(stage, on, 'DELETE', `${parent}/${pick(await listed(stage, on, parent, element), space) ?? ''}`);
  },
  'something in use is deleted': async (stage, [bridge, which, what]) => {
    const on = pick(bridgeNames, bridge) ?? '';
    const { path, element } = pick(deletable, what) ?? { path: '', element: '' };
    return ask(stage, on, 'DELETE', `${path}/${pick(await listed(stage, on, path, element), which) ?? ''}`);
  },
} as const satisfies Record<string, Deed>;
