'use client';

import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { permits, type Role } from '@/lib/access/access';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { confirmationNeed, type ConfirmRules } from '@/lib/move/confirmation';
import type { MoveChoices } from '@/lib/move/choices';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { toast } from '@/components/messages/toast';
import { useLiveStore } from '@/components/live/live-provider';
import { askForMoves, type SubmitMove } from '@/components/move/ask-for-moves';
import { judgeAll, refusalSentence } from '@/components/move/judge-for';
import { readChoices } from '@/components/move/kept-choices';
import { LazyMoveQuestion } from '@/components/move/lazy-move-question';
import type { HeldMove, JudgeMove } from '@/components/move/move-question';
import type { Traffic } from '@/components/move/traffic';
import { TrafficStore } from '@/components/move/traffic-store';

interface Moves {
  readonly role: Role;
  readonly mayMove: boolean;
  /**
   * Judges once more, and asks in one order for those who may go, with the choices that are kept, after a question where that
   * is called for; a toast says what becomes of it. Returns whether anybody may go.
   * @param details what was read of the meetings, by id
   */
  move(people: readonly Participant[], target: Meeting, details: ReadonlyMap<string, MeetingDetails>): boolean;
  readonly traffic: TrafficStore;
}

const MovesContext = createContext<Moves | null>(null);

interface MoveProviderProps {
  role: Role;
  /** Returns as soon as the order is on record. */
  submit: SubmitMove;
  /** A dry run. */
  judge: JudgeMove;
  confirm: ConfirmRules;
  children: ReactNode;
}

/** Lets everything below ask for moves, and follows them. */
export function MoveProvider({ role, submit, judge, confirm, children }: MoveProviderProps) {
  const live = useLiveStore();
  const [traffic] = useState(() => new TrafficStore(live));
  useEffect(() => traffic.follow(), [traffic]);
  const [held, setHeld] = useState<HeldMove | null>(null);
  const send = useCallback(
    (people: readonly Participant[], target: Meeting, choices: MoveChoices) => {
      setHeld(null);
      void askForMoves({ people, target, choices, submit, traffic });
    },
    [submit, traffic],
  );

  const move = useCallback<Moves['move']>(
    (people, target, details) => {
      const { callBridges, meetings } = live.picture;
      const choices = readChoices();
      const verdicts = judgeAll(people, target, { role, callBridges, meetings, details, choices });
      const going = people.filter((_, at) => verdicts[at]?.allowed);
      const [first] = people;
      const reason = verdicts[0]?.reason;
      if (going.length === 0) {
        if (first && reason) toast.error(refusalSentence(reason, first, target, callBridges));
        return false;
      }
      const sources = [...new Set(going.flatMap((person) => meetings.get(person.meeting) ?? []))];
      const need = confirmationNeed(verdicts, [target, ...sources], confirm);
      if (need === 'send') send(going, target, choices);
      else setHeld({ people: going, target, sources, choices, asks: need === 'ask' });
      return true;
    },
    [live, role, confirm, send],
  );
  const value = useMemo(
    () => ({ role, mayMove: permits(role, 'moves.submit').permitted, move, traffic }),
    [role, move, traffic],
  );
  return (
    <MovesContext.Provider value={value}>
      {children}
      {held && <LazyMoveQuestion held={held} rules={confirm} judge={judge} onSend={(people, choices) => send(people, held.target, choices)} onClose={() => setHeld(null)} />}
    </MovesContext.Provider>
  );
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
