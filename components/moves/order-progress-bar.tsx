import clsx from 'clsx';
import type { Item } from '@/lib/move/item';
import { orderProgress, progressWords } from '@/components/move/order-progress';

/** How far an order of several people has come: green who has joined, red who failed, the rest is open or was cancelled. `wide` where there is room; on a phone a cell has it for the words only. */
export function OrderProgressBar({ items, wide }: { items: readonly Item[]; wide?: boolean }) {
  const progress = orderProgress(items);
  const words = progressWords(progress);
  const share = (part: number) => ({ width: `${(100 * part) / Math.max(progress.total, 1)}%` });
  return (
    <span className="flex min-w-0 items-center gap-2" title={words} data-testid="order-progress">
      <span aria-hidden className={clsx('flex shrink-0 overflow-hidden rounded-full bg-line', wide ? 'h-2 w-40 sm:w-72' : 'h-1.5 w-16 max-sm:hidden')}>
        <span className="bg-proven transition-[width] duration-200" style={share(progress.joined)} />
        <span className="bg-failed transition-[width] duration-200" style={share(progress.failed)} />
      </span>
      <span className={progress.failed > 0 ? 'truncate text-failed' : 'truncate'}>{words}</span>
    </span>
  );
}
