import { ask, bridgeNames, callsOf, listed, pick } from './stage';
import type { Deed } from './stage';

const changeOfCall =
  (...changes: string[]): Deed =>
  async (stage, [where, what]) => {
    const call = pick(await callsOf(stage), where);
    return call && ask(stage, call.bridge, 'PUT', `calls/${call.id}`, pick(changes, what));
  };

/** Meetings that are made, changed and ended. */
export const callDeeds = {
  'a call is made': async (stage, [bridge, space, how]) => {
    const on = pick(bridgeNames, bridge) ?? '';
    const coSpace = pick(await listed(stage, on, 'coSpaces', 'coSpace'), space) ?? '';
    const correlator = pick(await callsOf(stage), space)?.correlator ?? '';
    const wanted = [`coSpace=${coSpace}`, `coSpace=${coSpace}`, 'name=Ad+hoc', `callCorrelator=${correlator}`];
    return ask(stage, on, 'POST', 'calls', pick(wanted, how));
  },
  'a call ends': async (stage, [where]) => {
    const call = pick(await callsOf(stage), where);
    return call && ask(stage, call.bridge, 'DELETE', `calls/${call.id}`);
  },
  'a call is locked or unlocked': changeOfCall('locked=true', 'locked=false'),
  'a call is recorded or streamed': changeOfCall('recording=true', 'recording=false', 'streaming=true', 'streaming=false'),
  'a call is changed': changeOfCall('activeWhenEmpty=false', 'activeWhenEmpty=true', 'joinAudioMuteOverride=true', 'messageText=Hello', 'allowAllMuteSelf=true'),
} as const satisfies Record<string, Deed>;
