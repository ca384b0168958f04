'use client';

import type { Board } from '@/components/board/use-board';
import { LazyMoveDialog } from '@/components/move/lazy-move-dialog';
import { useMoves } from '@/components/move/move-provider';
import { LazyPersonPanel } from '@/components/participant/lazy-person-panel';

/** What opens over the board: the search for a target, and what is known of a person. */
export function BoardDialogs({ board: { state, dispatch } }: { board: Board }) {
  const { move } = useMoves();
  return (
    <>
      {state.choosing && (
        <LazyMoveDialog
          people={state.choosing}
          onClose={() => dispatch({ type: 'chosen', moved: false })}
          onChoose={(people, target, details) => dispatch({ type: 'chosen', moved: move(people, target, details) })}
        />
      )}
      {state.details && <LazyPersonPanel person={state.details} onClose={() => dispatch({ type: 'close' })} />}
    </>
  );
}
