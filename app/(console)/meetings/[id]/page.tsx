import type { Metadata } from 'next';
import { MeetingPage } from '@/components/meeting/meeting-page';

export const metadata: Metadata = { title: 'Meeting' };

interface MeetingProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ person?: string | string[] }>;
}

export default async function Meeting({ params, searchParams }: MeetingProps) {
  const { id } = await params;
  const { person } = await searchParams;
  return <MeetingPage id={decodeURIComponent(id)} person={typeof person === 'string' ? person : null} />;
}
