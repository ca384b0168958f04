import type { ReactNode } from 'react';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import clsx from 'clsx';

const tones = {
  quiet: { frame: 'border-line bg-raised text-ink', icon: <Info size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" /> },
  waiting: {
    frame: 'border-waiting/40 bg-waiting/10 text-waiting',
    icon: <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />,
  },
  failed: {
    frame: 'border-failed/40 bg-failed/10 text-failed',
    icon: <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />,
  },
} as const;

/** Something that a person should know here and now. A failure is read out at once. */
export function Notice({ tone = 'quiet', children, action }: { tone?: keyof typeof tones; children: ReactNode; action?: ReactNode }) {
  return (
    <div
      role={tone === 'failed' ? 'alert' : undefined}
      className={clsx('flex items-start gap-2 rounded-md border px-3 py-2 text-sm', tones[tone].frame)}
    >
      {tones[tone].icon}
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
