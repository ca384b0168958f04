'use client';

import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import dynamic from 'next/dynamic';
import { confirmationNeed, type ConfirmRules } from '@/lib/move/confirmation';
import type { DryRun } from '@/lib/move/order';
import { useLiveStore } from '@/components/live/live-provider';
import { toast } from '@/components/messages/toast';
import { useMoves } from '@/components/move/move-provider';
import { useOrderToasts } from '@/components/move/use-order-toasts';
import { placesOf, type Place } from '@/components/sequel/places';
import { inputOf, type SequelActions, type SequelWish } from '@/components/sequel/sequel';
import { nobodyWords } from '@/components/sequel/sequel-words';
import { leaveForSignIn } from '@/components/sign-in/leave';

// Few are asked, so that its code comes when it is first wanted.
const SequelQuestion = dynamic(() => import('@/components/sequel/sequel-question').then((module) => module.SequelQuestion), { ssr: false });

type Ask = (wish: SequelWish) => void;

const SequelContext = createContext<Ask | null>(null);

interface Held {
  readonly wish: SequelWish;
  readonly run: DryRun;
  readonly places: readonly Place[];
  readonly handle: string;
}

interface SequelProviderProps {
  actions: SequelActions;
  confirm: ConfirmRules;
  children: ReactNode;
}

/** Lets everything below have an order undone or repeated: by a dry run, a question where that is called for, and an order with a toast. */
export function SequelProvider({ actions, confirm, children }: SequelProviderProps) {
  const live = useLiveStore();
  const { traffic } = useMoves();
  const [held, setHeld] = useState<Held | null>(null);

  const submit = useCallback(
    async (wish: SequelWish, handle: string) => {
      setHeld(null);
      toast.loading(wish.kind === 'undo' ? 'Bringing them back.' : 'Moving them once more.', { id: handle });
      const outcome = await actions[wish.kind].submit({ ...inputOf(wish), idempotencyKey: handle }).catch(() => silence);
      if (outcome.ok) traffic.addOwn(outcome.value, handle);
      else refuse(outcome.problem, handle);
    },
    [actions, traffic],
  );

  const ask = useCallback(
    async (wish: SequelWish) => {
      const handle = crypto.randomUUID();
      toast.loading(wish.kind === 'undo' ? 'Looking who can be brought back.' : 'Looking who is there again.', { id: handle });
      const outcome = await actions[wish.kind].judge(inputOf(wish)).catch(() => silence);
      if (!outcome.ok) return refuse(outcome.problem, handle);
      const run = outcome.value;
      const places = placesOf(run, live.picture.meetings);
      if (run.items.every(({ verdict }) => !verdict.allowed)) toast.error(nobodyWords(run), { id: handle, duration: 15_000 });
      else if (confirmationNeed(run.items.map(({ verdict }) => verdict), places, confirm) !== 'ask') await submit(wish, handle);
      else {
        toast.dismiss(handle);
        setHeld({ wish, run, places, handle });
      }
    },
    [actions, confirm, live, submit],
  );

  const start = useCallback<Ask>((wish) => void ask(wish), [ask]);
  useOrderToasts(traffic, start);
  return (
    <SequelContext.Provider value={start}>
      {children}
      {held && <SequelQuestion {...held} rules={confirm} onSend={() => void submit(held.wish, crypto.randomUUID())} onClose={() => setHeld(null)} />}
    </SequelContext.Provider>
  );
}

const silence = { ok: false, problem: { code: 'unavailable', detail: 'Usher did not answer. Look at Moves before you try again.' } } as const;

function refuse({ code, detail }: { readonly code: string; readonly detail: string }, handle: string): void {
  if (code === 'unauthenticated') leaveForSignIn();
  else toast.error(detail, { id: handle, duration: 15_000 });
}

/** What asks for an order to be undone or repeated. */
export function useSequel(): Ask {
  const ask = useContext(SequelContext);
  if (!ask) throw new Error('Only inside SequelProvider.');
  return ask;
}
