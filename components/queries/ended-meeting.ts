import { endedMeetingDetailsSchema } from '@/lib/meeting/ended-meeting';
import { readJson } from '@/components/queries/read-json';

/** One meeting that has ended, with who was in it. */
export function endedMeetingQuery(id: string) {
  return {
    queryKey: ['meetings', id],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/meetings/${encodeURIComponent(id)}`, endedMeetingDetailsSchema, signal),
  };
}
