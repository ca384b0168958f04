import type { ReactNode } from 'react';

/** A page's title with its actions; every page of the console begins with it. */
export function PageHead({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-2 px-6 pt-5 pb-4">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <h1 className="truncate text-lg font-semibold tracking-tight" title={title}>
          {title}
        </h1>
        {children && <div className="mt-0.5 text-sm text-muted">{children}</div>}
      </div>
      {actions && <div className="flex min-w-0 flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
