import { JoinFailed, joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import { askControl } from '../emulated-bridge';
import { ask, bridgeNames, callsOf, cluster, peopleOf, pick, webBridgeNames } from './stage';
import type { Deed, Stage } from './stage';

/** Ways in: plain, with a passcode, locked, with room for eight, with a lobby, and past it. */
const waysIn = [
  { numericId: '1001' },
  { numericId: '1002' },
  { numericId: '1003' },
  { numericId: '2004', passcode: '4321' },
  { numericId: '1005' },
  { numericId: '1007' },
  { numericId: '1008' },
  { numericId: '2008', passcode: '4321' },
];

/** What callers bring along that matters. */
const callers = [
  { kind: 'sip' },
  { kind: 'sip', canEncrypt: false },
  { kind: 'sip', needsActivation: true },
  { kind: 'sip', dualHomed: true },
  { kind: 'microsoft' },
  { kind: 'recorder' },
];

/** Everybody who may be called, one for each way in which a call can end. */
const called = ['room@rooms.example', 'reject@rooms.example', 'busy@rooms.example', 'noanswer@rooms.example', 'unknown@rooms.example', 'room@nowhere.invalid'];

async function join(stage: Stage, webBridge: number, wayIn: number, user?: number): Promise<void> {
  const webBridgeUrl = stage.emulator.nodes.find(({ name }) => name === pick(webBridgeNames, webBridge))?.http ?? '';
  const credentials = user === undefined ? undefined : { username: `user${(user % 5) + 1}@${cluster}`, password: 'emulator' };
  try {
    stage.clients.push(await joinHeadless({ webBridgeUrl, name: 'Guest', user: credentials, ...(pick(waysIn, wayIn) ?? { numericId: '1001' }) }));
  } catch (cause) {
    // Whatever stood in their way, they were told.
    if (!(cause instanceof JoinFailed)) throw cause;
  }
}

const changeSomebody =
  (...changes: string[]): Deed =>
  async (stage, [who, what]) => {
    const someone = pick(await peopleOf(stage), who);
    return someone && ask(stage, someone.bridge, 'PUT', `participants/${someone.id}`, pick(changes, what));
  };

/** People who come, go, are moved, called, dropped, muted and let in. */
export const peopleDeeds = {
  'a guest joins': (stage, [webBridge, wayIn]) => join(stage, webBridge, wayIn),
  'a member joins': (stage, [webBridge, wayIn, user]) => join(stage, webBridge, wayIn, user),
  'a caller joins': async (stage, [wayIn, bridge, kind]) => {
    const { numericId, passcode } = pick(waysIn, wayIn) ?? {};
    return askControl(stage.emulator, 'POST', '/people', { name: 'Caller', numericId, passcode, callBridge: pick(bridgeNames, bridge), ...pick(callers, kind) });
  },
  'a client leaves': async ({ clients }, [who]) => pick(clients, who)?.leave(),
  'a client mutes': async ({ clients }, [who, how]) => pick(clients, who)?.setMuted(how % 2 === 0),
  'a client presents': async ({ clients }, [who, how]) => pick(clients, who)?.setPresenting(how % 3 > 0),
  'a client chats': async ({ clients }, [who]) => pick(clients, who)?.sendChat('Hello'),
  'somebody is moved': async (stage, [who, where, how]) => {
    const [someone, call] = [pick(await peopleOf(stage), who), pick(await callsOf(stage), where)];
    if (!someone || !call) return;
    const body = `movedParticipant=${someone.id}${pick(['', '&needsActivation=false', '&deactivated=false'], how)}`;
    const post = () => ask(stage, call.bridge, 'POST', `calls/${call.id}/participants`, body);
    return Promise.all(how % 4 === 0 ? [post(), post()] : [post()]);
  },
  'somebody is called': async (stage, [where, who, how]) => {
    const call = pick(await callsOf(stage), where);
    return call && ask(stage, call.bridge, 'POST', `calls/${call.id}/${pick(['participants', 'callLegs'], how)}`, `remoteParty=${pick(called, who)}`);
  },
  'somebody is dropped': async (stage, [who, how]) => {
    const someone = pick(await peopleOf(stage), who);
    return someone && ask(stage, someone.bridge, 'DELETE', how % 2 === 0 ? `participants/${someone.id}` : `callLegs/${someone.leg}`);
  },
  'somebody is changed': changeSomebody('nameLabelOverride=Guest&importance=1', 'rxAudioMute=true', 'rxVideoMute=true', 'layout=speakerOnly', 'needsActivation=true', 'needsActivation=false'),
  'somebody is let in or put back': changeSomebody('deactivated=false', 'deactivated=true'),
  'some are muted': async (stage, [where, who, how]) => {
    const call = pick(await callsOf(stage), where);
    const named = pick(call?.participants ?? [], who)?.id ?? '';
    return call && ask(stage, call.bridge, 'PUT', `calls/${call.id}/participants/*?mode=${pick(['exclude', 'selected'], how)}&filterIds=${named}`, 'rxAudioMute=true');
  },
} as const satisfies Record<string, Deed>;
