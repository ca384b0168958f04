import type { ReactNode } from 'react';

/** One part of the settings, with its name. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mx-6 mb-4 grid gap-3 rounded-lg border bg-raised p-5">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
