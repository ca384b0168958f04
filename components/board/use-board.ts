'use client';

import { useCallback, useMemo, useReducer, useState } from 'react';
import type { Participant } from '@/lib/meeting/participant';
import { refusalWords } from '@/lib/move/words';
import { boardReducer, initialBoard } from '@/components/board/board-model';
import type { Pin } from '@/components/board/pinned';
import { placeToBe } from '@/components/board/place-to-be';
import { useCarry } from '@/components/board/use-carry';
import { useGone } from '@/components/board/use-gone';
import { useLiveStore } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';

/**
 * The board's state and what a person can do with it; `announcement` is for those who cannot see what happens.
 * @param pins what stands on the board, of which more is read while somebody is carried
 */
export function useBoard(pins: readonly Pin[]) {
  const [state, dispatch] = useReducer(boardReducer, initialBoard);
  const [announcement, announce] = useState('');
  const live = useLiveStore();
  const { mayMove } = useMoves();
  const held = mayMove ? null : refusalWords('forbidden', { person: '', target: '' });
  const { selection } = state;
  useGone(selection.people, dispatch);

  const spaces = useMemo(() => new Map(pins.flatMap((pin) => (placeToBe(pin) ? [[pin.id, placeToBe(pin)] as const] : []))), [pins]);
  const placeAt = useCallback((column: string) => live.picture.meetings.get(column) ?? spaces.get(column) ?? null, [live, spaces]);

  /** Whom a deed on this person is about: with somebody who is picked out go all who are, as they are now. */
  const companionsOf = useCallback(
    (person: Participant): Participant[] => {
      const others = selection.people.has(person.id) ? [...selection.people.values()].filter(({ id }) => id !== person.id) : [];
      const all = [person, ...others];
      return all.map((one) => live.picture.participants.get(one.id) ?? one);
    },
    [live, selection],
  );

  const choose = useCallback(
    (people: readonly Participant[]) => {
      if (held !== null) announce(held);
      else dispatch({ type: 'choose', people });
    },
    [held],
  );

  const carry = useCarry({ pins, carrying: state.carrying, held, placeAt, companionsOf, dispatch, announce });
  return { state, dispatch, held, announcement, companionsOf, choose, ...carry };
}

export type Board = ReturnType<typeof useBoard>;
