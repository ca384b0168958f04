import { LockKeyhole } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';

/** Instead of a page that this person may not see. `needs` is the role that may. */
export function Forbidden({ needs }: { needs: string }) {
  return (
    <EmptyState icon={<LockKeyhole size={28} aria-hidden />} title={`Only for ${needs}s`}>
      Your role does not include this page. An administrator can change your role on the People page.
    </EmptyState>
  );
}
