import type { MeetingDetails } from '@/lib/move/meeting-details';
import { isRecord } from '@/components/queries/live-page';
import { readJson, type Form } from '@/components/queries/read-json';

const schema: Form<{ items: MeetingDetails[] }> = {
  safeParse: (body) => (isDetails(body) ? { success: true, data: body } : { success: false, error: new TypeError('no details of meetings') }),
};

function isDetails(body: unknown): body is { items: MeetingDetails[] } {
  return isRecord(body) && Array.isArray(body.items) && body.items.every((item) => isRecord(item) && typeof item.meeting === 'string');
}

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
