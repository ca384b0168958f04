'use client';

import { ArrowRightLeft, Columns3, FileSearch, FlaskConical, Network, ScrollText, Settings, Users, Video, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { permits, type Role } from '@/lib/access/access';
import clsx from 'clsx';
import { pages, type PageName } from '@/components/frame/navigation';

const icons: Record<PageName, LucideIcon> = {
  meetings: Video,
  board: Columns3,
  moves: ArrowRightLeft,
  diagnoses: FileSearch,
  'call-bridges': Network,
  people: Users,
  audit: ScrollText,
  rehearsal: FlaskConical,
  settings: Settings,
};

/** The way to every page that this person may see; names from 1440 pixels on, signs below. */
export function Rail({ role, rehearsal }: { role: Role; rehearsal: boolean }) {
  const path = usePathname();
  const visible = pages.filter(
    ({ page, permission }) => (page !== 'rehearsal' || rehearsal) && (permission === null || permits(role, permission).permitted),
  );
  return (
    <nav aria-label="Pages" className="flex w-14 shrink-0 flex-col gap-1 border-r bg-raised px-2 py-3 min-[1440px]:w-48">
      <Link href="/board" className="mb-3 flex h-8 items-center gap-2 rounded-md px-2" title="Usher">
        <Logo />
        <span className="hidden text-base font-semibold tracking-tight min-[1440px]:inline">Usher</span>
      </Link>
      {visible.map(({ page, label }) => {
        const Icon = icons[page];
        const here = path === `/${page}` || path.startsWith(`/${page}/`);
        return (
          <Link
            key={page}
            href={`/${page}`}
            title={label}
            aria-label={label}
            aria-current={here ? 'page' : undefined}
            className={clsx(
              'flex h-9 items-center justify-center gap-3 rounded-md px-2 text-sm min-[1440px]:justify-start min-[1440px]:px-2.5',
              here ? 'bg-accent/12 font-medium text-accent' : 'text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon size={17} aria-hidden className="shrink-0" />
            <span className="hidden min-[1440px]:inline">{label}</span>
          </Link>
        );
      })}
    </nav>
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M7 11h7M7 16h5M7 21h7" className="stroke-accent-ink" strokeOpacity=".6" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M15 16h10m-4-4.5 4.5 4.5-4.5 4.5" className="stroke-accent-ink" fill="none" strokeWidth="2.75" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
