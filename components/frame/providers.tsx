'use client';

import { useEffect, useState, type ReactNode } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { permits, type Role } from '@/lib/access/access';
import type { ConfirmRules } from '@/lib/move/confirmation';
import { LiveProvider } from '@/components/live/live-provider';
import { HelpProvider, type HelpActions } from '@/components/lost/help-provider';
import type { SubmitMove } from '@/components/move/ask-for-moves';
import type { JudgeMove } from '@/components/move/move-question';
import { MoveProvider } from '@/components/move/move-provider';
import { SequelProvider } from '@/components/sequel/sequel-provider';
import type { SequelActions } from '@/components/sequel/sequel';
import { ReadError } from '@/components/queries/read-json';
import { followOtherTabs } from '@/components/sign-in/leave';
import { TraceTermsProvider } from '@/components/trace/trace-terms';

interface ProvidersProps {
  role: Role;
  /** Usher's. */
  version: string;
  submitMove: SubmitMove;
  judgeMove: JudgeMove;
  confirm: ConfirmRules;
  help: HelpActions;
  sequels: SequelActions;
  children: ReactNode;
}

/** What every page of the console shares: reads, what is live, and moves under way. */
export function Providers({ role, version, submitMove, judgeMove, confirm, help, sequels, children }: ProvidersProps) {
  const [client] = useState(createClient);
  useEffect(followOtherTabs, []);
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>
        <MoveProvider role={role} submit={submitMove} judge={judgeMove} confirm={confirm}>
          <SequelProvider actions={sequels} confirm={confirm}>
            <HelpProvider actions={help}>
              <TraceTermsProvider version={version} mayTrace={permits(role, 'call-bridges.write').permitted}>
                {children}
              </TraceTermsProvider>
            </HelpProvider>
          </SequelProvider>
        </MoveProvider>
      </LiveProvider>
    </QueryClientProvider>
  );
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What Usher refuses stays refused; only silence is worth another try.
        retry: (failures, error) => error instanceof ReadError && error.problem.code === 'unavailable' && failures < 2,
        refetchOnWindowFocus: true,
        staleTime: 5_000,
      },
    },
  });
}
