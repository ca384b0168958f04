import Link from 'next/link';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <main className="grid min-h-full place-items-center">
      <EmptyState
        title="There is no such page"
        action={
          <Link href="/board" className="text-sm font-medium text-accent underline underline-offset-2">
            To the board
          </Link>
        }
      >
        The address may have a typing error in it.
      </EmptyState>
    </main>
  );
}
