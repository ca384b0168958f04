import type { Picture } from '@/lib/meeting/apply-change';
import type { Change } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';

/** What is live now, merged over the bridges of each cluster. */
export interface Inventory {
  /** To read only; changed by the inventory through `applyChange`. */
  readonly picture: Picture;
  /** By meeting id, or by the id of a call on any hosting bridge. */
  meeting(id: string): Meeting | null;
  participant(id: string): Participant | null;
  participantsIn(meetingId: string): Participant[];
  /** What is known of a meeting beyond the picture; null if it is not live. */
  detailsOf(meetingId: string): MeetingDetails | null;
  /**
   * Who was made from this participant by a move (`movedParticipant` on the wire), if they are there. Where several moves made
   * somebody, it is the one who is connected.
   */
  successorOf(participantId: string): Participant | null;
  /** The id that somebody had before the move that made them, also if they have left since; null where no move did, or it is forgotten. */
  predecessorOf(participantId: string): string | null;
  /** Called after each change has been applied. Returns the way to stop. */
  subscribe(listener: (change: Change) => void): () => void;
}
