import type { ReactNode } from 'react';
import clsx from 'clsx';

const tones = {
  neutral: 'border-line text-muted',
  proven: 'border-proven/35 bg-proven/10 text-proven',
  waiting: 'border-waiting/40 bg-waiting/10 text-waiting',
  failed: 'border-failed/40 bg-failed/10 text-failed',
  accent: 'border-accent/40 bg-accent/10 text-accent',
} as const;

export type Tone = keyof typeof tones;

/** A few words with a state's colour. `title` holds the whole sentence where the words are short. */
export function Badge({ tone = 'neutral', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
