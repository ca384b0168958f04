import clsx from 'clsx';

/** A name of any length: cut at its end, whichever way its script runs, and whole in the title. It stands at the left like its neighbours. */
export function Name({ children, className }: { children: string; className?: string }) {
  return (
    <span dir="auto" title={children} className={clsx('block min-w-0 truncate text-left', className)}>
      {children}
    </span>
  );
}
