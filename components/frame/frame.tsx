'use client';

import { Suspense, type ReactNode } from 'react';
import type { Role } from '@/lib/access/access';
import type { Outcome } from '@/lib/problem/problem';
import { Coverage } from '@/components/frame/coverage';
import { ModeBadge } from '@/components/frame/mode-badge';
import { PersonMenu } from '@/components/frame/person-menu';
import { Rail } from '@/components/frame/rail';
import { RehearsalBanner } from '@/components/frame/rehearsal-banner';
import { StopAll } from '@/components/frame/stop-all';
import { LostCount } from '@/components/lost/lost-count';
import { MessageArea } from '@/components/messages/message-area';
import { PaletteButton } from '@/components/palette/palette-button';

interface FrameProps {
  person: { name: string; role: Role };
  /** Where guests of the emulator join; null while real clusters are connected. */
  rehearsal: readonly string[] | null;
  stopAll: () => Promise<Outcome<unknown>>;
  children: ReactNode;
}

/** What stands around every page. */
export function Frame({ person, rehearsal, stopAll, children }: FrameProps) {
  return (
    <div className="flex h-dvh flex-col">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2">
        Skip to the page
      </a>
      {rehearsal && <RehearsalBanner webAppUrls={rehearsal} />}
      <div className="flex min-h-0 flex-1">
        <Suspense>
          <Rail role={person.role} rehearsal={rehearsal !== null} />
        </Suspense>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-raised px-4 max-sm:gap-1 max-sm:px-2">
            <PaletteButton />
            <div className="flex-1" />
            <LostCount />
            <ModeBadge />
            <Coverage />
            <StopAll role={person.role} stopAll={stopAll} />
            <PersonMenu person={person} />
          </header>
          <main id="page" tabIndex={-1} className="scroll-thin relative min-h-0 flex-1 overflow-y-auto outline-none">
            {children}
          </main>
        </div>
      </div>
      <MessageArea />
    </div>
  );
}
