import { useEffect, useMemo, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { meetingLogQuery } from '@/components/queries/meeting-log';

/** What comes together is read together; and where the last one's leaving ends the meeting, there is no live log to be read any more. */
const readAfterMs = 400;

/** Reads a live meeting's log again when something has become different that the log tells of. Who speaks is not. */
export function useLogRefresh(meeting: Meeting, people: readonly Participant[] | null): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { id, locked, recording, streaming } = meeting;
  const told = useMemo(() => (people ?? []).map((person) => `${person.id} ${person.state} ${person.inLobby}`).join('\n'), [people]);
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: meetingLogQuery(id).queryKey });
    }, readAfterMs);
  }, [client, id, told, locked, recording, streaming]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [id],
  );
}
