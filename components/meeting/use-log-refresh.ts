import { useEffect, useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { atMostEvery } from '@/components/live/pace';
import { meetingLogQuery } from '@/components/queries/meeting-log';

const everyMs = 500;

/** Reads a live meeting's log again when something has become different that the log tells of. Who speaks is not. */
export function useLogRefresh(meeting: Meeting, people: readonly Participant[] | null): void {
  const client = useQueryClient();
  const { id, locked, recording, streaming } = meeting;
  const refresh = useMemo(() => atMostEvery(everyMs, () => void client.invalidateQueries({ queryKey: meetingLogQuery(id).queryKey })), [client, id]);
  const told = useMemo(() => (people ?? []).map((person) => `${person.id} ${person.state} ${person.inLobby}`).join('\n'), [people]);
  useEffect(() => refresh.call(), [refresh, told, locked, recording, streaming]);
  useEffect(() => refresh.cancel, [refresh]);
}
