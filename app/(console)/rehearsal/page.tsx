import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { permits } from '@/lib/access/access';
import { RehearsalPage } from '@/components/rehearsal/rehearsal-page';
import { runtime } from '@/server/runtime';
import { requireCaller } from '../../current-caller';
import { armFault, clearFaults, setRehearsalSpeed } from '../actions/rehearsal';

export const metadata: Metadata = { title: 'Rehearsal' };

const actions = { arm: armFault, clear: clearFaults, setSpeed: setRehearsalSpeed };

export default async function Rehearsal() {
  const { role } = await requireCaller();
  if (!runtime().settings.rehearsal) notFound();
  return <RehearsalPage actions={actions} mayChange={permits(role, 'rehearsal.write').permitted} />;
}
