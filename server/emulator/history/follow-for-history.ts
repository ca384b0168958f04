import type { BridgeCore } from '../call-bridge/bridge-core';
import type { Answer } from '../call-bridge/rest/answer';
import type { Fact } from '../call-bridge/world/fact';
import { isDeactivated } from '../call-bridge/world/participant';
import type { Participant } from '../call-bridge/world/participant';
import type { Deed, History, Stay } from './history';

/** Notes where each participant homed on one call bridge is, from their coming to their leaving. */
export function followForHistory(core: BridgeCore, history: History): void {
  core.follow((facts) => {
    for (const fact of facts) {
      const deed = deedOf(core, fact);
      if (deed) history.add(deed);
    }
  });
}

function deedOf({ name: callBridge }: BridgeCore, fact: Fact): Deed | null {
  switch (fact.is) {
    case 'participant-added':
      return { what: 'came', ...stayOf(callBridge, fact.participant, fact.correlator) };
    case 'participant-changed':
      return isSameStay(fact.before, fact.participant) ? null : { what: 'changed', ...stayOf(callBridge, fact.participant, fact.correlator) };
    case 'participant-removed':
      return { what: 'left', reason: fact.reason, ...stayOf(callBridge, fact.participant, fact.correlator) };
    default:
      return null;
  }
}

/** People speak and present all the time: none of that is for the history. */
function isSameStay(before: Participant, now: Participant): boolean {
  return before.state === now.state && before.activation === now.activation && before.rxAudioMute === now.rxAudioMute;
}

function stayOf(callBridge: string, participant: Participant, meeting: string): Stay {
  const { id, name, kind, state, rxAudioMute, movedFrom } = participant;
  return {
    participant: id,
    name,
    kind,
    callBridge,
    meeting,
    state,
    inLobby: isDeactivated(participant),
    audioMuted: rxAudioMute,
    movedFrom: movedFrom?.participant ?? null,
  };
}

const longestBody = 1_000;
const longestAgent = 100;

interface ChangeAsked {
  readonly askedAtMs: number;
  readonly agent: string | null;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What a request that changes something comes to in the history, with its answer; null for one that is not about calls or people in them. */
export function askedOf(callBridge: string, { askedAtMs, agent, method, path, body }: ChangeAsked, answer: Answer): Deed | null {
  if (!/^\/api\/v1\/(calls|callLegs|participants)\b/.test(path)) return null;
  const created = answer.status === 200 ? (answer.headers['Location']?.split('/').at(-1) ?? null) : null;
  return { what: 'asked', callBridge, askedAt: new Date(askedAtMs).toISOString(), agent: agent?.slice(0, longestAgent) ?? null, method, path, body: body.slice(0, longestBody), status: answer.status, created };
}
