import clsx from 'clsx';

/** Holds the place of what is being loaded, so that nothing jumps when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse-soft rounded-sm bg-ink/10', className)} />;
}

/** Rows of a list that is being loaded. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-px">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-10 items-center gap-3 px-4">
          <Skeleton className="size-6 shrink-0 rounded-full" />
          <Skeleton className={clsx('h-3', ['w-40', 'w-28', 'w-52', 'w-36'][row % 4])} />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
