'use client';

import { useCallback, useMemo, useReducer, useState } from 'react';
import type { Participant } from '@/lib/meeting/participant';
import { notKnownSentence } from '@/lib/move/consequence-words';
import { refusalWords } from '@/lib/move/words';
import { boardReducer, initialBoard, type Carry } from '@/components/board/board-model';
import { useGone } from '@/components/board/use-gone';
import { useBridgeConditions, useCarrying, useLiveStore } from '@/components/live/live-provider';
import { answerFor } from '@/components/move/answer-for';
import { commonOf, nothingCommon } from '@/components/move/common-answer';
import { useKeptChoices } from '@/components/move/kept-choices';
import { meetingsAsked } from '@/components/move/meetings-asked';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';
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
  const sources = state.carrying?.people.map(({ meeting }) => meeting) ?? none;
  const details = useMeetingDetails(state.carrying ? [...new Set([...sources, ...pinned])] : none);
  const { carrying: carry, selection } = state;
  const choices = useKeptChoices();
  const conditions = useBridgeConditions();
  const inTheAir = carry?.people;
  const common = useMemo(
    () => {
      if (!inTheAir) return nothingCommon;
      const targets = pinned.slice(0, meetingsAsked(inTheAir.length)).flatMap((id) => live.picture.meetings.get(id) ?? []);
      return commonOf(targets.map((target) => answerFor(inTheAir, target, { role, details, choices, ...live.picture })));
    },
    // The conditions stand for the call bridges of the picture, which changes in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [inTheAir, pinned, role, details, choices, live, conditions],
  );
  useGone(selection.people, dispatch);
  useCarrying(useMemo(() => inTheAir?.map(({ id }) => id) ?? none, [inTheAir]));

  const nameOf = useCallback((meeting: string) => live.picture.meetings.get(meeting)?.name ?? 'a meeting that has ended', [live]);

  /** Whom a deed on this person is about: with somebody who is picked out go all who are, as they are now. */
  const companionsOf = useCallback(
    (person: Participant): Participant[] => {
      const others = selection.people.has(person.id) ? [...selection.people.values()].filter(({ id }) => id !== person.id) : [];
      const all = [person, ...others];
      return all.map((one) => live.picture.participants.get(one.id) ?? one);
    },
    [live, selection],
  );

  const lift = useCallback(
    (person: Participant, by: Carry['by']) => {
      const people = companionsOf(person).filter(({ id }) => !traffic.isUnderWay(id));
      if (held !== null || people.length === 0) {
        announce(held ?? `${person.name} is already on the way.`);
        return;
      }
      dispatch({ type: 'lift', people, by });
      const how = by === 'keyboard' ? ' Left and right choose a meeting, Enter drops, Escape puts back.' : '';
      announce(`${peopleWords(people)} lifted from ${nameOf(person.meeting)}.${how}`);
    },
    [companionsOf, held, nameOf, traffic],
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
      if (meeting === null || !carry) return;
      const { headline, refusals, lines, notKnown } = answerFor(carry.people, live.picture.meetings.get(meeting) ?? null, { role, details, choices, ...live.picture });
      announce([`${nameOf(meeting)}: ${headline}`, ...refusals, ...lines, notKnownSentence(notKnown) ?? []].flat().join('; '));
    },
    [carry, live, nameOf, role, details, choices],
  );

  const drop = useCallback(
    (meeting: string | null) => {
      if (!carry) return;
      const putBack = meeting === null || carry.people.every((person) => person.meeting === meeting);
      const target = putBack ? null : (live.picture.meetings.get(meeting) ?? null);
      const moved = target !== null && move(carry.people, target, details);
      dispatch({ type: 'put-down', moved });
      if (putBack) announce('Put back.');
      else if (!target) announce(refusalWords('target-ended', { person: '', target: 'The meeting' }));
      else announce(moved ? `Dropped on ${target.name}.` : `Not moved to ${target.name}.`);
    },
    [carry, details, live, move],
  );

  return { state, dispatch, details, common, held, announcement, companionsOf, lift, choose, over, drop };
}

export type Board = ReturnType<typeof useBoard>;
