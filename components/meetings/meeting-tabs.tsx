import clsx from 'clsx';
import Link from 'next/link';

/** Between the meetings that are live and those that ended in the last days. */
export function MeetingTabs({ shown }: { shown: 'live' | 'ended' }) {
  return (
    <nav aria-label="Live or ended" className="flex rounded-md border bg-raised p-0.5 text-sm">
      {tabs.map(({ state, label, href }) => (
        <Link
          key={state}
          href={href}
          aria-current={state === shown ? 'page' : undefined}
          className={clsx('rounded-sm px-2.5 py-0.5', state === shown ? 'bg-ink/10 font-medium' : 'text-muted hover:text-ink')}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

const tabs = [
  { state: 'live', label: 'Live', href: '/meetings' },
  { state: 'ended', label: 'Ended', href: '/meetings?state=ended' },
] as const;
