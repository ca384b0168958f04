'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { meetingDetailsQuery } from '@/components/queries/meeting-details';

const nothing: ReadonlyMap<string, MeetingDetails> = new Map();

/** What verdicts need of meetings, read anew whenever somebody asks; nothing while none is named, and until it has come. */
export function useMeetingDetails(meetings: readonly string[]): ReadonlyMap<string, MeetingDetails> {
  const { data } = useQuery({ ...meetingDetailsQuery(meetings), enabled: meetings.length > 0, staleTime: 0, placeholderData: keepPreviousData });
  return data ?? nothing;
}
