'use client';

import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { TargetPicker } from '@/components/move/target-picker';
import { Dialog } from '@/components/ui/dialog';

interface MoveDialogProps {
  /** Who is to be moved; null while the dialog is closed. */
  person: Participant | null;
  onChoose: (person: Participant, target: Meeting) => void;
  onClose: () => void;
}

/** "Move to...": everything that a drag does, without one. */
export function MoveDialog({ person, onChoose, onClose }: MoveDialogProps) {
  return (
    <Dialog
      open={person !== null}
      onOpenChange={(open) => !open && onClose()}
      title={person ? `Move ${person.name} to…` : 'Move to…'}
      wide
    >
      {person && <TargetPicker person={person} onChoose={(target) => onChoose(person, target)} />}
    </Dialog>
  );
}
