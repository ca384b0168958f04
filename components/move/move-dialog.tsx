'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { TargetPicker } from '@/components/move/target-picker';
import { Dialog } from '@/components/ui/dialog';

interface MoveDialogProps {
  /** Who is to be moved. */
  person: Participant;
  onChoose: (person: Participant, target: Meeting) => void;
  onClose: () => void;
}

/** "Move to...": everything that a drag does, without one. */
export function MoveDialog({ person, onChoose, onClose }: MoveDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Move ${person.name} to…`} wide>
      <TargetPicker person={person} onChoose={(target) => onChoose(person, target)} />
    </Dialog>
  );
}
