import { EmptyState } from '@/components/ui/empty-state';

/** With a plain link: this page's code comes with every other page, and nobody who lost the way needs a link that fetches in advance. */
export default function NotFound() {
  return (
    <main className="grid min-h-full place-items-center">
      <EmptyState
        title="There is no such page"
        action={
          <a href="/board" className="text-sm font-medium text-accent underline underline-offset-2">
            To the board
          </a>
        }
      >
        The address may have a typing error in it.
      </EmptyState>
    </main>
  );
}
