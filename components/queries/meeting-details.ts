import { z } from 'zod';
import { meetingDetailsSchema } from '@/lib/move/meeting-details';
import { readJson } from '@/components/queries/read-json';

const schema = z.object({ items: z.array(meetingDetailsSchema) });

/** What verdicts need of these meetings beyond the live picture, read from the bridges for the question. At most 50. */
export function meetingDetailsQuery(meetings: readonly string[]) {
  const ids = meetings.slice(0, 50);
  return {
    queryKey: ['meeting-details', ...ids],
    queryFn: async ({ signal }: { signal?: AbortSignal }) => {
      const { items } = await readJson(`/meeting-details?meetings=${encodeURIComponent(ids.join(','))}`, schema, signal);
      return new Map(items.map((details) => [details.meeting, details]));
    },
  };
}
