import type { Metadata } from 'next';
import { EndedMeetingsPage } from '@/components/meetings/ended-meetings-page';
import { MeetingsPage } from '@/components/meetings/meetings-page';

export const metadata: Metadata = { title: 'Meetings' };

export default async function Meetings({ searchParams }: { searchParams: Promise<{ state?: string | string[] }> }) {
  const { state } = await searchParams;
  return state === 'ended' ? <EndedMeetingsPage /> : <MeetingsPage />;
}
