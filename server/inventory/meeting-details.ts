import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails, PersonDetails } from '@/lib/move/meeting-details';
import type { CallFact, ParticipantFact } from '@/server/inventory/facts';
import { rulesOf, type Told } from '@/server/inventory/merge';

/** Somebody in a meeting, with what their call leg told; null where it was not read. */
export interface Detailed {
  readonly participant: Participant;
  readonly details: ParticipantFact['details'];
}

/** What is known of a meeting beyond the picture, from what its bridges told. */
export function meetingDetails(id: string, calls: readonly Told<CallFact>[], people: readonly Detailed[]): MeetingDetails {
  const rules = rulesOf(calls);
  const counted = people.filter(({ participant }) => participant.kind !== 'recorder');
  return {
    meeting: id,
    ...rules,
    activeWhenEmpty: activeWhenEmpty(calls),
    presenter: people.find(({ participant }) => participant.presenting)?.participant.name ?? null,
    headCount: counted.length,
    people: everybody(counted, rules?.entry.whenLeftAlone ?? null),
  };
}

/** A meeting stays while any of its calls does. */
function activeWhenEmpty(calls: readonly Told<CallFact>[]): boolean | undefined {
  if (calls.some(({ fact }) => fact.activeWhenEmpty === true)) return true;
  return calls.length > 0 && calls.every(({ fact }) => fact.activeWhenEmpty === false) ? false : undefined;
}

/** Those who have not arrived have no part in it yet. Undefined while somebody who has is not known. */
function everybody(people: readonly Detailed[], usually: PersonDetails['whenLeftAlone'] | null): MeetingDetails['people'] {
  const found: Record<string, PersonDetails> = {};
  for (const { participant, details } of people) {
    if (participant.state !== 'connected' && participant.state !== 'onHold') continue;
    // Nothing ever becomes of an activator who is left alone.
    const whenLeftAlone = details?.activator ? 'remainActivated' : (details?.whenLeftAlone ?? usually);
    if (!details || whenLeftAlone === null) return undefined;
    found[participant.id] = { ...details, whenLeftAlone, inLobby: participant.inLobby };
  }
  return found;
}
