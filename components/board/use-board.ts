'use client';

import { useCallback, useReducer, useRef, useState, useEffect } from 'react';
import type { Participant } from '@/lib/meeting/participant';
import { isEnd } from '@/lib/move/item-state';
import { refusalWords } from '@/lib/move/words';
import { boardReducer, initialBoard, type Carry } from '@/components/board/board-model';
import { answerFor } from '@/components/board/column-answer';
import { useLiveStore } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';
import { useMeetingDetails } from '@/components/move/use-meeting-details';

const none: readonly string[] = [];

/**
 * The board's state and what a person can do with it; `announcement` is for those who cannot see what happens.
 * @param pinned the meetings on the board, of which more is read while somebody is carried
 */
export function useBoard(pinned: readonly string[]) {
  const [state, dispatch] = useReducer(boardReducer, initialBoard);
  const [announcement, announce] = useState('');
  const live = useLiveStore();
  const { move, mayMove, role, traffic } = useMoves();
  const held = mayMove ? null : refusalWords('forbidden', { person: '', target: '' });
  const details = useMeetingDetails(state.carrying ? [...new Set([state.carrying.from, ...pinned])] : none);
  const carrying = useRef<Carry | null>(null);
  useEffect(() => {
    carrying.current = state.carrying;
  }, [state.carrying]);

  const nameOf = useCallback((meeting: string) => live.picture.meetings.get(meeting)?.name ?? 'a meeting that has ended', [live]);

  const lift = useCallback(
    (person: Participant, by: Carry['by']) => {
      const underWay = [...traffic.get().values()].some(({ item }) => item.participant === person.id && !isEnd(item.state));
      if (held !== null || underWay) {
        announce(held ?? `${person.name} is already on the way.`);
        return;
      }
      dispatch({ type: 'lift', people: [person], by });
      const how = by === 'keyboard' ? ' Left and right choose a meeting, Enter drops, Escape puts back.' : '';
      announce(`${person.name} lifted from ${nameOf(person.meeting)}.${how}`);
    },
    [held, nameOf, traffic],
  );

  const choose = useCallback(
    (people: readonly Participant[]) => {
      if (held !== null) announce(held);
      else dispatch({ type: 'choose', people });
    },
    [held],
  );

  const over = useCallback(
    (meeting: string | null) => {
      dispatch({ type: 'over', meeting });
      const carry = carrying.current;
      if (meeting === null || !carry) return;
      const answer = answerFor(carry.people, live.picture.meetings.get(meeting) ?? null, { role, details, ...live.picture });
      announce([`${nameOf(meeting)}: ${answer.headline}`, ...answer.lines, ...(answer.notKnown ? [answer.notKnown] : [])].join('; '));
    },
    [live, nameOf, role, details],
  );

  const drop = useCallback(
    (meeting: string | null) => {
      const carry = carrying.current;
      dispatch({ type: 'put-down' });
      if (!carry) return;
      if (meeting === null || meeting === carry.from) {
        announce('Put back.');
        return;
      }
      const target = live.picture.meetings.get(meeting) ?? null;
      if (!target) {
        announce(refusalWords('target-ended', { person: '', target: 'The meeting' }));
        return;
      }
      const sent = carry.people.filter((person) => move(person, target));
      announce(sent.length > 0 ? `Dropped on ${target.name}.` : `Not moved to ${target.name}.`);
    },
    [live, move],
  );

  return { state, dispatch, details, held, announcement, lift, choose, over, drop };
}

export type Board = ReturnType<typeof useBoard>;
