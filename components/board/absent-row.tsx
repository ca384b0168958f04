'use client';

import { useEffect } from 'react';
import clsx from 'clsx';
import type { Item } from '@/lib/move/item';
import { isEnd, isFailure } from '@/lib/move/item-state';
import type { Row } from '@/components/board/column-rows';
import { FailureLine } from '@/components/board/person-row';
import { useMoves } from '@/components/move/move-provider';
import { ProgressRing } from '@/components/move/progress-ring';
import { progressOf, type Traffic } from '@/components/move/traffic';
import type { SequelWish } from '@/components/sequel/sequel';
import { useSequel } from '@/components/sequel/sequel-provider';
import { Button } from '@/components/ui/button';
import { Initials } from '@/components/ui/initials';
import { Name } from '@/components/ui/name';

/** Somebody who was sent here and is not seen yet, or who was here and has gone. Enter on the row does what its button does. */
export function AbsentRow({ row, onDismiss }: { row: Extract<Row, { kind: 'arriving' | 'ghost' }>; onDismiss: (key: string) => void }) {
  const { item, key } = row.traffic;
  const ask = useSequel();
  const { mayMove, traffic } = useMoves();
  // A mark that goes away under the pointer has to be let go too.
  useEffect(() => () => traffic.letGo(key), [traffic, key]);
  const lost = isFailure(item.state);
  const words = row.kind === 'arriving' ? 'arriving' : absentWords(row.traffic);
  return (
    <div
      data-testid={row.kind === 'arriving' ? `arriving-${item.participant}` : `ghost-${item.participant}`}
      onPointerEnter={() => traffic.hold(key)}
      onPointerLeave={() => traffic.letGo(key)}
      className={clsx(
        'flex h-full flex-col justify-center rounded-md border border-dashed px-2',
        item.state === 'joined' ? 'animate-fade-away group-hover:animate-none group-focus-visible:animate-none' : 'animate-appear',
        lost ? 'border-failed/50 bg-failed/8' : row.kind === 'arriving' ? 'border-waiting/50' : 'border-line',
      )}
    >
      <div className="flex items-center gap-2">
        <Initials name={item.name} />
        <Name className="flex-1 text-sm text-muted">{item.name}</Name>
        {!lost && <span className="max-w-[55%] shrink-0 truncate text-xs text-muted" title={words}>{words}</span>}
        {row.kind === 'ghost' && isMissing(item) && <span className="animate-come-late shrink-0 text-xs text-waiting">taking long</span>}
        {row.kind === 'arriving' && <ProgressRing progress={progressOf(item)} />}
        {lost && <ProgressRing progress={1} failed />}
        {row.kind === 'ghost' && isUndoable(row.traffic, mayMove) && (
          <Button size="small" tabIndex={-1} className="pointer-coarse:px-4" title="Bring back (Enter)" onClick={() => ask(undoOf(row.traffic))}>
            Undo
            <span className="sr-only"> the move of {item.name}</span>
          </Button>
        )}
      </div>
      {lost && <FailureLine traffic={row.traffic} onDismiss={onDismiss} />}
    </div>
  );
}

/** Whether what this row tells of can be undone from here. */
export function isUndoable({ item }: Traffic, mayMove: boolean): boolean {
  return mayMove && item.state === 'joined';
}

export function undoOf({ order, item }: Traffic): SequelWish {
  return { kind: 'undo', order, items: [item.id] };
}

function absentWords({ item, byUsher }: Traffic): string {
  const where = item.state === 'joined' ? `moved to ${item.to.name}` : `on the way to ${item.to.name}`;
  return byUsher ? where : `${where}, not by Usher`;
}

/** Gone from where they were, and not seen where they go: after some seconds that is unusual. */
function isMissing({ state, times }: Item): boolean {
  return !isEnd(state) && times.left !== null && times.joined === null;
}
