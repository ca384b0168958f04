import type { Metadata } from 'next';
import { permits } from '@/lib/access/access';
import { PeoplePage } from '@/components/people/people-page';
import { Forbidden } from '@/components/ui/forbidden';
import { requireCaller } from '../../current-caller';
import { addPerson, changeRole, removePerson, resetPassword } from '../actions/people';

export const metadata: Metadata = { title: 'People' };

export default async function People() {
  const { id, role } = await requireCaller();
  const permitted = permits(role, 'people.read');
  if (!permitted.permitted) return <Forbidden needs={permitted.needs} />;
  return <PeoplePage me={id} actions={{ add: addPerson, changeRole, resetPassword, remove: removePerson }} />;
}
