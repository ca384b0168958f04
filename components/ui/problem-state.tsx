import { CircleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** Stands where something would stand that could not be read. */
export function ProblemState({ detail, onRetry }: { detail: string; onRetry?: () => void }) {
  return (
    <div role="alert">
      <EmptyState icon={<CircleAlert size={28} className="text-failed" aria-hidden />} title="This could not be read" action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
        {detail}
      </EmptyState>
    </div>
  );
}
