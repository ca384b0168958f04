'use client';

import { createContext, useContext, useState, type ReactNode } from 'react';
import dynamic from 'next/dynamic';
import type { JoinLink } from '@/lib/move/join-link';
import type { Notice, Side } from '@/lib/move/notice';
import type { Outcome } from '@/lib/problem/problem';

/** What can be done for somebody who was lost. */
export interface HelpActions {
  readonly dismiss: (input: { id: string }) => Promise<Outcome<Notice>>;
  readonly redial: (input: { id: string; into: Side }) => Promise<Outcome<Notice>>;
  readonly joinLink: (input: { id: string; into: Side }) => Promise<Outcome<JoinLink>>;
}

// Nobody begins with this dialog, so that its code comes when it is first wanted.
const HelpDialog = dynamic(() => import('@/components/lost/help-dialog').then((module) => module.HelpDialog), { ssr: false });

const HelpContext = createContext<((notice: string) => void) | null>(null);

/** Lets everything below offer help to whoever was lost: one dialog for all of them. */
export function HelpProvider({ actions, children }: { actions: HelpActions; children: ReactNode }) {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <HelpContext.Provider value={setOpened}>
      {children}
      {opened !== null && <HelpDialog key={opened} id={opened} actions={actions} onClose={() => setOpened(null)} />}
    </HelpContext.Provider>
  );
}

/** What opens the dialog on a notice. */
export function useHelp(): (notice: string) => void {
  const open = useContext(HelpContext);
  if (!open) throw new Error('Only inside HelpProvider.');
  return open;
}
