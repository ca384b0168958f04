import type { Metadata } from 'next';
import { permits } from '@/lib/access/access';
import { AuditPage } from '@/components/audit/audit-page';
import { Forbidden } from '@/components/ui/forbidden';
import { requireCaller } from '../../current-caller';

export const metadata: Metadata = { title: 'Audit' };

export default async function Audit() {
  const permitted = permits((await requireCaller()).role, 'audit.read');
  return permitted.permitted ? <AuditPage /> : <Forbidden needs={permitted.needs} />;
}
