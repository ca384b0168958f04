import type { Metadata } from 'next';
import { permits } from '@/lib/access/access';
import { DiagnosesPage } from '@/components/diagnoses/diagnoses-page';
import { Forbidden } from '@/components/ui/forbidden';
import { requireCaller } from '../../current-caller';

export const metadata: Metadata = { title: 'Diagnoses' };

export default async function Diagnoses() {
  const permitted = permits((await requireCaller()).role, 'diagnoses.make');
  return permitted.permitted ? <DiagnosesPage /> : <Forbidden needs={permitted.needs} />;
}
