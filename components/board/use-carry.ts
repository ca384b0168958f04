'use client';

import { useCallback, useMemo, type Dispatch } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { notKnownSentence } from '@/lib/move/consequence-words';
import { refusalWords } from '@/lib/move/words';
import type { BoardAction, Carry } from '@/components/board/board-model';
import type { Pin } from '@/components/board/pinned';
import { useCarriedAnswers } from '@/components/board/use-carried-answers';
import { useCarrying } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';

interface CarryParts {
  pins: readonly Pin[];
  carrying: Carry | null;
  /** Why this person may not move anybody; null for who may. */
  held: string | null;
  /** What is at a column now; null of what has ended. */
  placeAt: (column: string) => Meeting | null;
  companionsOf: (person: Participant) => Participant[];
  dispatch: Dispatch<BoardAction>;
  announce: (words: string) => void;
}

const nobody: readonly string[] = [];

/** Lifting people, holding them over columns, and dropping them; and what the columns answer meanwhile. */
export function useCarry({ pins, carrying, held, placeAt, companionsOf, dispatch, announce }: CarryParts) {
  const { move, traffic } = useMoves();
  const inTheAir = carrying?.people ?? null;
  useCarrying(useMemo(() => inTheAir?.map(({ id }) => id) ?? nobody, [inTheAir]));
  const { details, common, answerOf } = useCarriedAnswers(inTheAir, pins, placeAt);
  const nameOf = useCallback((column: string) => placeAt(column)?.name ?? 'a meeting that has ended', [placeAt]);

  const lift = useCallback(
    (person: Participant, by: Carry['by']) => {
      const people = companionsOf(person).filter(({ id }) => !traffic.isUnderWay(id));
      if (held !== null || people.length === 0) return announce(held ?? `${person.name} is already on the way.`);
      dispatch({ type: 'lift', people, by });
      const how = by === 'keyboard' ? ' Left and right choose a meeting, Enter drops, Escape puts back.' : '';
      announce(`${peopleWords(people)} lifted from ${nameOf(person.meeting)}.${how}`);
    },
    [announce, companionsOf, dispatch, held, nameOf, traffic],
  );

  const over = useCallback(
    (column: string | null) => {
      dispatch({ type: 'over', meeting: column });
      if (column === null || !inTheAir) return;
      const { headline, refusals, lines, notKnown } = answerOf(inTheAir, placeAt(column));
      announce([`${nameOf(column)}: ${headline}`, ...refusals, ...lines, notKnownSentence(notKnown) ?? []].flat().join('; '));
    },
    [announce, answerOf, dispatch, inTheAir, nameOf, placeAt],
  );

  const drop = useCallback(
    (column: string | null) => {
      if (!inTheAir) return;
      const putBack = column === null || inTheAir.every((person) => person.meeting === column);
      const target = putBack ? null : placeAt(column);
      const moved = target !== null && move(inTheAir, target, details);
      dispatch({ type: 'put-down', moved });
      if (putBack) announce('Put back.');
      else if (!target) announce(refusalWords('target-ended', { person: '', target: 'The meeting' }));
      else announce(moved ? `Dropped on ${target.name}.` : `Not moved to ${target.name}.`);
    },
    [announce, details, dispatch, inTheAir, move, placeAt],
  );

  return { details, common, lift, over, drop };
}
