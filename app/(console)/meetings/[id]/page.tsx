import type { Metadata } from 'next';
import { isEndedId } from '@/lib/meeting/ended-meeting';
import { EndedMeetingPage } from '@/components/meeting/ended-meeting-page';
import { MeetingPage } from '@/components/meeting/meeting-page';

export const metadata: Metadata = { title: 'Meeting' };

interface MeetingProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ person?: string | string[] }>;
}

export default async function Meeting({ params, searchParams }: MeetingProps) {
  const id = decodeURIComponent((await params).id);
  const { person } = await searchParams;
  if (isEndedId(id)) return <EndedMeetingPage id={id} />;
  return <MeetingPage id={id} person={typeof person === 'string' ? person : null} />;
}
