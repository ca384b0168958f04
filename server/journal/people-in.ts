import type { LogEvent } from '@/lib/meeting/meeting-log';
import type { RecordedLine } from '@/server/journal/live-record-store';
import type { RecordedMeeting, RecordedPerson } from '@/server/journal/recorded-meeting';

export const comings: readonly LogEvent[] = ['joined', 'moved-in'];
export const leavings: readonly LogEvent[] = ['left', 'moved-out'];

/** Follows a meeting's log, line by line, to who is in it. */
export function peopleIn({ id: meeting, calls }: RecordedMeeting): { take(line: RecordedLine): void; readonly inside: ReadonlyMap<string, RecordedPerson> } {
  const inside = new Map<string, RecordedPerson>();
  return {
    inside,
    take({ callBridge, said: { event, person } }) {
      if (!person) return;
      const home = { id: callBridge ?? calls[0]?.callBridge ?? '', name: '', version: null };
      // Whether they still wait in the lobby is not known before their leg has been read.
      if (comings.includes(event) || event === 'present') inside.set(person.id, { ...person, uri: null, meeting, callBridge: home, state: 'connected', inLobby: false });
      if (leavings.includes(event)) inside.delete(person.id);
    },
  };
}
