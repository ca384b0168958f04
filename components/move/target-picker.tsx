'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { consequenceLabel, consequenceSentence, notKnownWords, type ConsequenceNamed } from '@/lib/move/consequence-words';
import type { Consequence } from '@/lib/move/verdict';
import { useCallBridges, useLiveStore, useMeetings } from '@/components/live/live-provider';
import { judgeFor, refusalSentence } from '@/components/move/judge-for';
import { MeetingPicker, type Choice } from '@/components/move/meeting-picker';
import { useMoves } from '@/components/move/move-provider';
import { useMeetingDetails } from '@/components/move/use-meeting-details';

interface TargetPickerProps {
  person: Participant;
  onChoose: (target: Meeting) => void;
  /** Stands by beside other things, rather than being what one has asked for. */
  aside?: boolean;
}

/** Every other live meeting with the answer to "can this person go there?", and what else would happen. */
export function TargetPicker({ person, onChoose, aside }: TargetPickerProps) {
  const { role, mayMove } = useMoves();
  const live = useLiveStore();
  const meetings = useMeetings();
  const cluster = live.picture.meetings.get(person.meeting)?.cluster.id;
  const near = meetings.filter((meeting) => meeting.cluster.id === cluster && meeting.id !== person.meeting).map(({ id }) => id);
  const details = useMeetingDetails([person.meeting, ...near]);
  const source = live.picture.meetings.get(person.meeting)?.name ?? 'the meeting before';
  const callBridges = new Map(useCallBridges().map((bridge) => [bridge.id, bridge]));

  const choiceFor = (target: Meeting): Choice | null => {
    if (target.id === person.meeting) return null;
    const { reasons, consequences } = judgeFor(person, target, { role, callBridges, details, meetings: live.picture.meetings });
    // Whoever may not move people is told so once, and still sees what would become of a move.
    const reason = reasons.find((one) => one !== 'forbidden');
    if (reason) {
      return { disabled: true, note: <span className="text-muted">{refusalSentence(reason, person, target, callBridges)}</span> };
    }
    return { disabled: !mayMove, note: <Consequences consequences={consequences} named={{ person: person.name, source, target: target.name }} /> };
  };
  return (
    <MeetingPicker
      label={`Meetings to move ${person.name} to`}
      choiceFor={choiceFor}
      onChoose={onChoose}
      verb={aside ? 'Move' : undefined}
      focused={!aside}
    />
  );
}

function Consequences({ consequences, named }: { consequences: readonly Consequence[]; named: ConsequenceNamed }) {
  const known = consequences.filter((one) => one.known !== false);
  const notKnown = notKnownWords(consequences);
  return (
    <>
      <span className="text-waiting" title={known.map((one) => consequenceSentence(one, named)).join('\n')}>
        {known.map(consequenceLabel).join(', ')}
      </span>
      {notKnown && <span className="block text-muted">{notKnown}</span>}
    </>
  );
}
