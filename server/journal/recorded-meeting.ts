import type { z } from 'zod';
import { meetingSchema } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';

/** What of a meeting its log needs to go on, and its end to be told: things that seldom change. */
export const recordedMeetingSchema = meetingSchema.pick({
  id: true,
  name: true,
  cluster: true,
  space: true,
  startedAt: true,
  calls: true,
  locked: true,
  recording: true,
  streaming: true,
  stale: true,
});
export type RecordedMeeting = z.infer<typeof recordedMeetingSchema>;

/** What of somebody in it. */
export type RecordedPerson = Pick<Participant, 'id' | 'name' | 'uri' | 'meeting' | 'callBridge' | 'state' | 'inLobby'>;

/** A meeting that was live when an earlier Usher last looked. */
export interface OpenMeeting {
  readonly meeting: RecordedMeeting;
  /** Until when it was surely live, in milliseconds since 1970. */
  readonly seenAtMs: number;
  /** Who was in it, by their ids. */
  readonly people: ReadonlyMap<string, RecordedPerson>;
}
