'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { ChoiceFields } from '@/components/move/choice-fields';
import { keepChoices, useKeptChoices } from '@/components/move/kept-choices';
import { peopleWords } from '@/components/move/people-words';
import { TargetPicker } from '@/components/move/target-picker';
import { Dialog } from '@/components/ui/dialog';

interface MoveDialogProps {
  /** Who is to be moved. */
  people: readonly Participant[];
  onChoose: (people: readonly Participant[], target: Meeting, details: ReadonlyMap<string, MeetingDetails>) => void;
  onClose: () => void;
}

/** "Move to...": everything that a drag does, without one. */
export function MoveDialog({ people, onChoose, onClose }: MoveDialogProps) {
  const foot = (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <ChoiceFields value={useKeptChoices()} onChange={keepChoices} />
    </div>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Move ${peopleWords(people)} to…`} foot={foot} wide>
      <TargetPicker people={people} onChoose={(target, details) => onChoose(people, target, details)} />
    </Dialog>
  );
}
