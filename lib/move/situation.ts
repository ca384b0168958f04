import type { CallBridge, ClusterMode } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MoveChoices } from '@/lib/move/choices';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import type { PersonSettings } from '@/lib/move/person-settings';

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
  readonly choices: MoveChoices;
  /** The target; null once it has ended or if it never was. */
  readonly target: Meeting | null;
  /** The meetings that the candidates are in, by id. */
  readonly sources: ReadonlyMap<string, Meeting>;
  /** Of target and sources, by meeting id. What was not read is not in it. */
  readonly details: ReadonlyMap<string, MeetingDetails>;
  /** Modes of all clusters that play a part, by id. */
  readonly modes: ReadonlyMap<string, ClusterMode>;
  /** All bridges that play a part, by Usher's id. */
  readonly callBridges: ReadonlyMap<string, CallBridge>;
  /** How those who are sent back were set before, by participant id; what is left out is not to be put back. */
  readonly putBack?: ReadonlyMap<string, PersonSettings>;
}

/** What is known of the target beyond the live picture; nothing, where it was not read. */
export function targetDetails({ target, details }: MoveSituation): Partial<MeetingDetails> {
  return (target && details.get(target.id)) ?? {};
}

/** How many more the target takes; null for any number, or if its limit is not known. */
export function placesLeft(situation: MoveSituation): number | null {
  const { limit, headCount = situation.target?.participantCount ?? 0 } = targetDetails(situation);
  return typeof limit === 'number' ? Math.max(0, limit - headCount) : null;
}
