'use client';

import { useState } from 'react';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import { BoardBody } from '@/components/board/board-body';
import { BoardDialogs } from '@/components/board/board-dialogs';
import { BoardFoot } from '@/components/board/board-foot';
import { BoardHead } from '@/components/board/board-head';
import { draggedPerson } from '@/components/board/board-model';
import { Carried } from '@/components/board/carried';
import { useFoundPeople } from '@/components/board/find-people';
import type { Pin } from '@/components/board/pinned';
import { useBoard } from '@/components/board/use-board';
import { usePins } from '@/components/board/use-pins';
import { DragArea } from '@/components/drag/drag-area';
import { useFirstPicture, useLiveStore } from '@/components/live/live-provider';
import { Notice } from '@/components/ui/notice';
import { useInBrowser } from '@/components/ui/use-in-browser';

const nothingPinned: readonly Pin[] = [];

/**
 * Meetings side by side; people go from one to another by mouse, finger or keyboard, and come from the search.
 * @param first what the server knows, which is drawn before this browser knows anything; null to wait for that
 */
export function Board({ first }: { first: FirstPicture | null }) {
  useFirstPicture(first);
  const { pins, stay } = usePins(first);
  const inBrowser = useInBrowser();
  const board = useBoard(pins ?? nothingPinned);
  const [search, setSearch] = useState<string | null>(null);
  const found = useFoundPeople(search ?? '');
  const [cannotDrag, setCannotDrag] = useState(false);
  const live = useLiveStore();
  const { state, common, held, lift, over, drop } = board;
  const { carrying } = state;

  return (
    // Until the browser has taken over nothing would come of a press, and under one that is about to rearrange the columns the wrong thing.
    <div data-board inert={!inBrowser || !stay} className="relative flex h-full min-h-0 flex-col">
      <BoardHead pins={pins} held={held} finding={search !== null} onFind={() => setSearch(search === null ? '' : null)} />
      {cannotDrag && (
        // Over the columns: what somebody presses stays under the pointer.
        <div className="animate-appear absolute inset-x-4 bottom-16 z-20 mx-auto max-w-xl rounded-md bg-raised shadow-[0_8px_32px_var(--shadow)]">
          <Notice tone="failed">What it takes to drag could not be loaded. Press again to try once more, or pick people and use “Move to…”.</Notice>
        </div>
      )}
      <DragArea
        carried={carrying?.by === 'pointer' && <Carried people={carrying.people} common={common} />}
        onLift={(source) => {
          const id = draggedPerson(source);
          const person = live.picture.participants.get(id) ?? found.people.find((one) => one.id === id);
          if (person) lift(person, 'pointer');
        }}
        onOver={over}
        onDrop={drop}
        onMissing={setCannotDrag}
      >
        <BoardBody pins={pins} board={board} search={search} onSearch={setSearch} found={found} />
      </DragArea>
      <BoardFoot board={board} />
      <BoardDialogs board={board} />
      <p role="status" aria-live="assertive" className="sr-only" data-testid="board-announcement">
        {board.announcement}
      </p>
    </div>
  );
}
