'use client';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ConsoleError({ reset }: { reset: () => void }) {
  return (
    <div role="alert">
      <EmptyState
        title="This page could not be shown"
        action={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        Moves that were asked for go on; the Moves page shows what became of them.
      </EmptyState>
    </div>
  );
}
