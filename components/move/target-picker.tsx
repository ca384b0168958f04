'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { consequenceWords } from '@/lib/move/words';
import { useCallBridges } from '@/components/live/live-provider';
import { judgeFor, refusalSentence } from '@/components/move/judge-for';
import { MeetingPicker, type Choice } from '@/components/move/meeting-picker';
import { useMoves } from '@/components/move/move-provider';

interface TargetPickerProps {
  person: Participant;
  onChoose: (target: Meeting) => void;
  /** Stands by beside other things, rather than being what one has asked for. */
  aside?: boolean;
}

/** Every other live meeting with the answer to "can this person go there?", and what else would happen. */
export function TargetPicker({ person, onChoose, aside }: TargetPickerProps) {
  const { role, mayMove } = useMoves();
  const callBridges = new Map(useCallBridges().map((bridge) => [bridge.id, bridge]));

  const choiceFor = (target: Meeting): Choice | null => {
    if (target.id === person.meeting) return null;
    const { reasons, consequences } = judgeFor(person, target, { role, callBridges });
    // Whoever may not move people is told so once, and still sees what would become of a move.
    const reason = reasons.find((one) => one !== 'forbidden');
    if (reason) {
      return { disabled: true, note: <span className="text-muted">{refusalSentence(reason, person, target, callBridges)}</span> };
    }
    const words = consequences.map(consequenceWords).join(', ');
    return { disabled: !mayMove, note: <span className="text-waiting">{words}</span> };
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
