'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
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
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Move ${peopleWords(people)} to…`} wide>
      <TargetPicker people={people} onChoose={(target, details) => onChoose(people, target, details)} />
    </Dialog>
  );
}
