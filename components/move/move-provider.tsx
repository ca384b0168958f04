'use client';

import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { permits, type Role } from '@/lib/access/access';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { MoveRequest, Order } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { toast } from '@/components/messages/toast';
import { useLiveStore } from '@/components/live/live-provider';
import { leaveForSignIn } from '@/components/sign-in/leave';
import { itemSentence } from '@/components/move/item-words';
import { judgeFor, refusalSentence } from '@/components/move/judge-for';
import type { TrafficState } from '@/components/move/traffic';
import { TrafficStore } from '@/components/move/traffic-store';

export type SubmitMove = (input: MoveRequest & { idempotencyKey: string }) => Promise<Outcome<Order>>;

interface Moves {
  readonly role: Role;
  readonly mayMove: boolean;
  /** Judges once more, and asks for the move; a toast says what becomes of it. Returns whether it was asked for. */
  move(participant: Participant, target: Meeting): boolean;
  readonly traffic: TrafficStore;
}

const MovesContext = createContext<Moves | null>(null);

/** Lets everything below ask for moves, and follows them. `submit` returns as soon as the order is on record. */
export function MoveProvider({ role, submit, children }: { role: Role; submit: SubmitMove; children: ReactNode }) {
  const live = useLiveStore();
  const [traffic] = useState(() => new TrafficStore(live));
  useEffect(() => traffic.follow(), [traffic]);
  useToasts(traffic);

  const move = useCallback(
    (participant: Participant, target: Meeting) => {
      const { callBridges } = live.picture;
      const { reason } = judgeFor(participant, target, { role, callBridges });
      if (reason) {
        toast.error(refusalSentence(reason, participant, target, callBridges));
        return false;
      }
      void ask({ participant, target, submit, traffic });
      return true;
    },
    [live, role, submit, traffic],
  );
  const value = useMemo(
    () => ({ role, mayMove: permits(role, 'moves.submit').permitted, move, traffic }),
    [role, move, traffic],
  );
  return <MovesContext.Provider value={value}>{children}</MovesContext.Provider>;
}

export function useMoves(): Moves {
  const moves = useContext(MovesContext);
  if (!moves) throw new Error('Only inside MoveProvider.');
  return moves;
}

export function useTraffic(): TrafficState {
  const { traffic } = useMoves();
  return useSyncExternalStore(traffic.subscribe, traffic.get, traffic.get);
}

interface Asked {
  participant: Participant;
  target: Meeting;
  submit: SubmitMove;
  traffic: TrafficStore;
}

async function ask({ participant, target, submit, traffic }: Asked): Promise<void> {
  const idempotencyKey = crypto.randomUUID();
  toast.loading(`Asking for ${participant.name} to be moved to ${target.name}.`, { id: idempotencyKey });
  try {
    const outcome = await submit({
      participants: [participant.id],
      to: { meeting: target.id },
      onlyIfIn: participant.meeting,
      idempotencyKey,
    });
    if (outcome.ok) traffic.addOwn(outcome.value, idempotencyKey);
    else if (outcome.problem.code === 'unauthenticated') leaveForSignIn();
    else toast.error(outcome.problem.detail, { id: idempotencyKey });
  } catch {
    // The server action itself failed: the network, or a server that is starting. The order may be on record.
    toast.error(`Usher did not answer. Look at ${target.name} and at Moves before you try again.`, { id: idempotencyKey });
  }
}

/** One toast per person on the way, which follows to the end. Moves that others asked for are shown without one. */
function useToasts(traffic: TrafficStore): void {
  useEffect(() => {
    const shown = new Map<string, Item>();
    return traffic.subscribe(() => {
      for (const { key, item, order } of traffic.get().values()) {
        const handle = traffic.ownHandle(order);
        if (handle === null || shown.get(key) === item) continue;
        shown.set(key, item);
        showToast(handle, item);
      }
    });
  }, [traffic]);
}

function showToast(id: string, item: Item): void {
  const sentence = itemSentence(item);
  if (!isEnd(item.state)) toast.loading(sentence, { id });
  else if (item.state === 'joined') toast.success(sentence, { id, duration: 6_000 });
  else toast.error(sentence, { id, duration: 15_000 });
}
