'use client';

import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { permits, type Role } from '@/lib/access/access';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { toast } from '@/components/messages/toast';
import { useLiveStore } from '@/components/live/live-provider';
import { askForMoves, type SubmitMove } from '@/components/move/ask-for-moves';
import { judgeAll, refusalSentence } from '@/components/move/judge-for';
import type { Traffic } from '@/components/move/traffic';
import { TrafficStore } from '@/components/move/traffic-store';
import { useOrderToasts } from '@/components/move/use-order-toasts';

interface Moves {
  readonly role: Role;
  readonly mayMove: boolean;
  /**
   * Judges once more, and asks in one order for those who may go; a toast says what becomes of it. Returns whether it was
   * asked for.
   * @param details what was read of the meetings, by id
   */
  move(people: readonly Participant[], target: Meeting, details: ReadonlyMap<string, MeetingDetails>): boolean;
  readonly traffic: TrafficStore;
}

const MovesContext = createContext<Moves | null>(null);

/** Lets everything below ask for moves, and follows them. `submit` returns as soon as the order is on record. */
export function MoveProvider({ role, submit, children }: { role: Role; submit: SubmitMove; children: ReactNode }) {
  const live = useLiveStore();
  const [traffic] = useState(() => new TrafficStore(live));
  useEffect(() => traffic.follow(), [traffic]);
  useOrderToasts(traffic);

  const move = useCallback<Moves['move']>(
    (people, target, details) => {
      const { callBridges, meetings } = live.picture;
      const verdicts = judgeAll(people, target, { role, callBridges, meetings, details });
      const going = people.filter((_, at) => verdicts[at]?.allowed);
      const [first] = people;
      const reason = verdicts[0]?.reason;
      if (going.length > 0) void askForMoves({ people: going, target, submit, traffic });
      else if (first && reason) toast.error(refusalSentence(reason, first, target, callBridges));
      return going.length > 0;
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

/** Who goes to a meeting, leaves it, or got stranded in it; the same array until that changes. */
export function useTraffic(meeting: string): readonly Traffic[] {
  const { traffic } = useMoves();
  const get = () => traffic.of(meeting);
  return useSyncExternalStore(traffic.subscribe, get, get);
}
