import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { useLiveStore } from '@/components/live/live-provider';
import { meetingLogQuery } from '@/components/queries/meeting-log';

/** What comes together is read together. */
const readAfterMs = 400;
/** Where the last one's leaving ends the meeting, there is no live log to be read any more. */
const readAfterLastMs = 2_000;

/** Reads a live meeting's log again when something has become different that the log tells of. Who speaks is not. */
export function useLogRefresh(meeting: Meeting, people: readonly Participant[] | null): void {
  const client = useQueryClient();
  const live = useLiveStore();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { id, locked, recording, streaming } = meeting;
  const isEmpty = people?.length === 0;
  const told = useMemo(() => (people ?? []).map((person) => `${person.id} ${person.state} ${person.inLobby}`).join('\n'), [people]);
  useEffect(() => {
    if (isEmpty) stop(timer);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      if (live.picture.meetings.has(id)) void client.invalidateQueries({ queryKey: meetingLogQuery(id).queryKey });
    }, isEmpty ? readAfterLastMs : readAfterMs);
  }, [client, live, id, isEmpty, told, locked, recording, streaming]);
  useEffect(() => () => stop(timer), [id]);
}

function stop(timer: RefObject<ReturnType<typeof setTimeout> | null>): void {
  if (timer.current !== null) clearTimeout(timer.current);
  timer.current = null;
}
