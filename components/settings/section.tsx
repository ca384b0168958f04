import type { ReactNode } from 'react';

/** One part of the settings, with its name. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3 border-t px-6 py-5 first-of-type:border-t-0">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
