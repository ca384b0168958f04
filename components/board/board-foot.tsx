'use client';

import { KeyboardCarry } from '@/components/board/keyboard-carry';
import { SelectionBar } from '@/components/board/selection-bar';
import type { Board } from '@/components/board/use-board';

/** What can be done with those who are picked out; while the keyboard carries somebody, what its keys do. */
export function BoardFoot({ board: { state, dispatch, common, held, companionsOf, choose } }: { board: Board }) {
  const { carrying, selection } = state;
  const [picked] = selection.people.values();
  if (carrying?.by === 'keyboard') return <KeyboardCarry people={carrying.people} common={common} />;
  return (
    <SelectionBar
      selected={selection.people}
      held={held}
      onMove={() => picked && choose(companionsOf(picked))}
      onOpen={() => picked && dispatch({ type: 'open', person: picked })}
      onClear={() => dispatch({ type: 'clear' })}
    />
  );
}
