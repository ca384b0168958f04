import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { ItemState } from '@/lib/move/item-state';
import type { Observed } from '@/lib/move/observed';
import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { ConsequenceCode, RefusalReason, SettingName } from '@/lib/move/verdict-codes';

/** What there was before a move that was only seen, and what there is some seconds after its end. Null for what is not known. */
export interface BeforeAndAfter {
  readonly end: ItemState;
  readonly old: Participant | null;
  readonly newcomer: Participant | null;
  readonly target: Meeting | null;
  /** Whether the meeting that they were in is still live. */
  readonly sourceIsLive: boolean | null;
  /** Of those who waited in the target's lobby before and are still there: who waits still, and who was let in. */
  readonly lobby: { readonly waiting: number; readonly admitted: number } | null;
}

type Check = (seen: BeforeAndAfter, consequence: Consequence) => boolean | null;

/** How it is seen whether a consequence came true; null where that cannot be told any more. Of the others nothing shows it. */
const checks: Partial<Record<ConsequenceCode, Check>> = {
  'admits-lobby': ({ lobby }) => (lobby === null || lobby.waiting + lobby.admitted === 0 ? null : lobby.waiting === 0),
  'target-recorded': ({ target }) => target && target.recording,
  'target-streamed': ({ target }) => target && target.streaming,
  'ends-source': ({ sourceIsLive }) => (sourceIsLive === null ? null : !sourceIsLive),
  'presentation-stops': ({ newcomer }) => newcomer && !newcomer.presenting,
  // Whoever moved them may have sent their settings along: that they were kept contradicts nothing.
  'settings-reset': ({ old, newcomer }, { which = [] }) => (old && newcomer && which.every((name) => !isKept(name as SettingName, old, newcomer)) ? true : null),
};

function isKept(name: SettingName, old: Participant, newcomer: Participant): boolean {
  switch (name) {
    case 'audioMute':
      return newcomer.muted.audio === old.muted.audio;
    case 'videoMute':
      return newcomer.muted.video === old.muted.video;
    case 'layout':
      return newcomer.layout === old.layout;
    case 'importance':
      return newcomer.importance === old.importance;
    case 'label':
      // The live picture has no labels, so that none is ever told to be reset.
      return false;
  }
}

/** Reasons for which Usher would not send, whatever a bridge would do: that a bridge did it contradicts none of them. */
const ownReasons: readonly RefusalReason[] = ['forbidden', 'cluster-observe-only', 'moved-meanwhile', 'not-connected', 'same-meeting', 'bridge-unreachable'];

/** Compares what was predicted with what happened. A bridge that moves somebody whom it should refuse proves a verdict wrong. */
export function comparePrediction(predicted: Verdict | null, seen: BeforeAndAfter): Pick<Observed, 'held' | 'outcomes'> {
  if (predicted === null) return { held: null, outcomes: [] };
  if (!predicted.allowed) return { held: predicted.reasons.every((reason) => ownReasons.includes(reason)) ? null : false, outcomes: [] };
  if (seen.end !== 'joined') return { held: null, outcomes: [] };
  const outcomes = predicted.consequences.flatMap((consequence) => {
    const came = consequence.known === false ? null : (checks[consequence.code]?.(seen, consequence) ?? null);
    return came === null ? [] : [{ code: consequence.code, came }];
  });
  return { held: outcomes.every(({ came }) => came), outcomes };
}
