import { z } from 'zod';
import type { CallBridge, ClusterMode } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { isAtLeast } from '@/lib/meeting/version';

/** Why an item may not go. The order is the order of precedence: the first that applies is *the* reason. */
export const refusalReasons = [
  'forbidden',
  'cluster-observe-only',
  'moved-meanwhile',
  'not-connected',
  'same-meeting',
  'other-cluster',
  'bridge-unreachable',
  'needs-2.6',
  'web-app-needs-3.2',
  'microsoft-client',
  'cannot-move',
  'target-ended',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const consequenceCodes = ['settings-reset', 'presentation-stops', 'chat-lost', 'bridge-may-change'] as const;
export type ConsequenceCode = (typeof consequenceCodes)[number];

export const settingNames = ['audioMute', 'videoMute', 'layout', 'importance'] as const;
export type SettingName = (typeof settingNames)[number];

/** What else will happen. `known: false`: it may happen; the input that would tell is not known. */
export const consequenceSchema = z.object({
  code: z.enum(consequenceCodes),
  known: z.literal(false).optional(),
  which: z.array(z.enum(settingNames)).optional(),
});
export type Consequence = z.infer<typeof consequenceSchema>;

export const verdictSchema = z.object({
  allowed: z.boolean(),
  reason: z.enum(refusalReasons).nullable(),
  reasons: z.array(z.enum(refusalReasons)),
  consequences: z.array(consequenceSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** One participant of an order, with what is known of them when it is judged. */
export interface Candidate {
  /** As the inventory has them now; null if they are in no meeting under this id. */
  readonly participant: Participant | null;
  /** For one who is not there: whether the id was the old one of somebody who has been moved since. */
  readonly movedAway: boolean;
  /** The meeting that the caller saw them in; null where the caller did not say. */
  readonly onlyIfIn: string | null;
}

/** What an order is judged by. Everything is as it is known at this moment. */
export interface MoveSituation {
  readonly mayMove: boolean;
  readonly candidates: readonly Candidate[];
  /** The target; null once it has ended or if it never was. */
  readonly target: Meeting | null;
  /** Modes of all clusters that play a part, by id. */
  readonly modes: ReadonlyMap<string, ClusterMode>;
  /** All bridges that play a part, by Usher's id. */
  readonly callBridges: ReadonlyMap<string, CallBridge>;
}

/**
 * Judges an order: one verdict per candidate, in their order. Pure; the board asks it while dragging, the
 * server before each deed. Rules: `the move` in docs/architecture.md, which gives their sources.
 */
export function judge(situation: MoveSituation): Verdict[] {
  return situation.candidates.map((candidate) => {
    const reasons = refusalReasons.filter((reason) => refusals[reason](candidate, situation));
    return {
      allowed: reasons.length === 0,
      reason: reasons[0] ?? null,
      reasons,
      consequences: consequencesFor(candidate, situation),
    };
  });
}

type Rule = (candidate: Candidate, situation: MoveSituation) => boolean;

/** Each rule stands alone and says yes only where it knows: what is not known is another rule's business. */
const refusals: Record<RefusalReason, Rule> = {
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

  'microsoft-client': ({ participant }) => participant?.kind === 'microsoft',

  /** Only where no other rule explains the flag: it is the bridge's word, and the cause is not known. */
  'cannot-move': (candidate, situation) =>
    candidate.participant?.canMove === false &&
    candidate.participant.state === 'connected' &&
    !refusals['needs-2.6'](candidate, situation) &&
    !refusals['web-app-needs-3.2'](candidate, situation) &&
    !refusals['microsoft-client'](candidate, situation),

  'target-ended': (_, { target }) => target === null,
};

/** Versions of the participant's own bridge and of every bridge that hosts the target. */
function versionsConcerned({ participant }: Candidate, { target, callBridges }: MoveSituation): (string | null)[] {
  const home = participant ? [participant.callBridge.version] : [];
  const hosts = target?.calls.map((call) => callBridges.get(call.callBridge)?.version ?? null) ?? [];
  return [...home, ...hosts];
}

function consequencesFor({ participant }: Candidate, situation: MoveSituation): Consequence[] {
  if (!participant) return [];
  const consequences: Consequence[] = [];
  const { kind } = participant;

  const reset = settingsLost(participant);
  if (reset.length > 0) {
    consequences.push({ code: 'settings-reset', which: reset, ...(kind === 'unknown' && { known: false }) });
  }
  if (participant.presenting && (kind === 'web-app' || kind === 'unknown')) {
    consequences.push({ code: 'presentation-stops', ...(kind === 'unknown' && { known: false }) });
  }
  if (kind === 'web-app' || kind === 'unknown') {
    consequences.push({ code: 'chat-lost', ...(kind === 'unknown' && { known: false }) });
  }
  const { target, callBridges } = situation;
  if (target) {
    const peers = [...callBridges.values()].filter((bridge) => bridge.cluster.id === target.cluster.id);
    if (peers.length > 1) consequences.push({ code: 'bridge-may-change' });
  }
  return consequences;
}

/**
 * The settings that fall back to the target's defaults. A web app carries its own mute and layout over; what the
 * bridge holds for it (importance) is lost like anybody's. Source: the move document, "Verify"; wire document 6.3.
 */
function settingsLost({ kind, muted, layout, importance }: Participant): SettingName[] {
  const carriesItsOwn = kind === 'web-app';
  const lost: SettingName[] = [];
  if (muted.audio && !carriesItsOwn) lost.push('audioMute');
  if (muted.video && !carriesItsOwn) lost.push('videoMute');
  if (layout !== null && layout !== 'automatic' && !carriesItsOwn) lost.push('layout');
  if (importance !== null && importance > 0) lost.push('importance');
  return lost;
}
