import type { CallBridge } from '@/lib/meeting/call-bridge';
import { isAtLeast } from '@/lib/meeting/version';
import { placesLeft, type Candidate, type MoveSituation } from '@/lib/move/situation';
import type { RefusalReason } from '@/lib/move/verdict-codes';

/** @param taken how many places of the target those before this one in the order take */
type Rule = (candidate: Candidate, situation: MoveSituation, taken: number) => boolean;

/**
 * When each reason applies. Each rule stands alone and says yes only where it knows: what is not known is another rule's
 * business. Sources: "The verdict" in docs/architecture.md.
 */
export const refusals: Record<RefusalReason, Rule> = {
  forbidden: (_, { mayMove }) => !mayMove,

  'cluster-observe-only': ({ participant }, { target, modes, callBridges }) =>
    [target?.cluster.id, participant && callBridges.get(participant.callBridge.id)?.cluster.id].some(
      (cluster) => cluster !== undefined && cluster !== null && modes.get(cluster) === 'observe',
    ),

  'moved-meanwhile': ({ participant, movedAway, onlyIfIn }) =>
    participant ? onlyIfIn !== null && participant.meeting !== onlyIfIn : movedAway,

  'not-connected': ({ participant, movedAway }) =>
    participant ? participant.state !== 'connected' : !movedAway,

  'same-meeting': ({ participant }, { target }) => participant !== null && participant.meeting === target?.id,

  'other-cluster': ({ participant }, { target, callBridges }) => {
    const home = participant && callBridges.get(participant.callBridge.id);
    return Boolean(home && target && home.cluster.id !== target.cluster.id);
  },

  'bridge-unreachable': ({ participant }, { target, callBridges }) => {
    const home = participant && callBridges.get(participant.callBridge.id);
    const hosts = target?.calls.map((call) => callBridges.get(call.callBridge)) ?? [];
    const homeIsAway = Boolean(home && home.state !== 'connected');
    return homeIsAway || (hosts.length > 0 && hosts.every((host) => host?.state !== 'connected'));
  },

  /** `canMove` and the move came with 2.6; a bridge that does not send the flag is treated as older. */
  'needs-2.6': (candidate, situation) =>
    versionsConcerned(candidate, situation).some((version) => isAtLeast(version, '2.6') === false) ||
    candidate.participant?.canMove === null,

  'web-app-needs-3.2': (candidate, situation) =>
    candidate.participant?.kind === 'web-app' &&
    versionsConcerned(candidate, situation).some((version) => isAtLeast(version, '3.2') === false),

  'admit-needs-2.9': ({ participant }, { choices, target, callBridges }) =>
    choices.lobby === 'admit' &&
    participant !== null &&
    (target?.calls.some(({ callBridge }) => isTooOldToAdmit(callBridges.get(callBridge))) ?? false),

  'microsoft-client': ({ participant }) => participant?.kind === 'microsoft',

  'meeting-app': ({ participant }) => participant?.kind === 'meeting-app',

  /** Only where no other rule explains the flag: it is the bridge's word, and the cause is not known. */
  'cannot-move': (candidate, situation, taken) =>
    candidate.participant?.canMove === false &&
    candidate.participant.state === 'connected' &&
    !explainsTheFlag.some((reason) => refusals[reason](candidate, situation, taken)),

  /** A call that is only passed on has no conference that somebody could be put into. */
  'target-not-a-meeting': (_, { target }) => target?.callType === 'forwarding',

  'target-ended': (_, { target }) => target === null,

  'target-dual-homed': (_, { target }) => target?.dualHomed ?? false,

  'target-full': (_, situation, taken) => {
    const places = placesLeft(situation);
    return places !== null && taken >= places;
  },
};

/** To let in one person past the lobby came with 2.9. Source: docs/cms-wire.md, section 2.2. */
export function isTooOldToAdmit(bridge: CallBridge | undefined): boolean {
  return isAtLeast(bridge?.version ?? null, '2.9') === false;
}

const explainsTheFlag = ['needs-2.6', 'web-app-needs-3.2', 'microsoft-client', 'meeting-app'] as const;

/** Versions of the participant's own bridge and of every bridge that hosts the target. */
function versionsConcerned({ participant }: Candidate, { target, callBridges }: MoveSituation): (string | null)[] {
  const home = participant ? [participant.callBridge.version] : [];
  const hosts = target?.calls.map((call) => callBridges.get(call.callBridge)?.version ?? null) ?? [];
  return [...home, ...hosts];
}
