'use client';

import { ExternalLink, FlaskConical } from 'lucide-react';
import { useRehearsing } from '@/components/call-bridges/use-rehearsing';
import { useStreamStatus } from '@/components/live/live-provider';

/** Says that these are rehearsal bridges, and where to join one of their meetings as a guest; gone once it has ended. */
export function RehearsalBanner({ webAppUrls }: { webAppUrls: readonly string[] }) {
  const rehearsing = useRehearsing();
  const known = useStreamStatus().state !== 'loading';
  if (known && !rehearsing) return null;
  return (
    <aside aria-label="Rehearsal" className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-accent/10 px-4 py-1 text-xs" data-testid="rehearsal-banner">
      <FlaskConical size={14} aria-hidden className="text-accent" />
      <span>
        Rehearsal: these call bridges are emulated.<span className="hidden lg:inline"> Join a meeting as a guest, with id 1001 to 1008:</span>
      </span>
      {webAppUrls.map((url) => (
        <a key={url} href={url} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-2">
          {new URL(url).host} <ExternalLink size={11} aria-hidden />
        </a>
      ))}
    </aside>
  );
}
