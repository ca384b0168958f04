'use client';

import type { ReactNode } from 'react';
import { LockKeyhole, X } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { isEnd, isFailure } from '@/lib/move/item-state';
import { stateLabels } from '@/lib/move/words';
import clsx from 'clsx';
import type { Row } from '@/components/board/column-rows';
import { CarriedBy } from '@/components/board/carried-by';
import { useDragSource } from '@/components/drag/use-drag';
import { useCarrier } from '@/components/live/live-provider';
import { itemSentence } from '@/components/move/item-words';
import { ProgressRing } from '@/components/move/progress-ring';
import { progressOf, type Traffic } from '@/components/move/traffic';
import { kindLabels } from '@/components/participant/kind';
import { PersonMarks } from '@/components/participant/person-marks';
import { Initials } from '@/components/ui/initials';
import { Name } from '@/components/ui/name';

type PersonRowData = Extract<Row, { kind: 'person' }>;

interface PersonRowProps {
  row: PersonRowData;
  /** What the drag area knows the row by. */
  source: string;
  /** Where they are, if that has to be said; then it stands in place of what they are connected with. */
  where: ReactNode;
  selected: boolean;
  /** Lifted by keyboard or pointer. */
  carried: boolean;
  /** Why nobody here may be moved by this person at all; null for whoever may. */
  held: string | null;
  /** Why this one cannot be moved wherever to; null where nothing is known against it. */
  stuck: string | null;
  onDismiss: (key: string) => void;
}

/** One person of a column. */
export function PersonRow({ row, source, where, selected, carried, held, stuck, onDismiss }: PersonRowProps) {
  const { participant, traffic, side } = row;
  const underWay = traffic !== null && !isEnd(traffic.item.state);
  const failed = traffic !== null && isFailure(traffic.item.state);
  const carrier = useCarrier(participant.id);
  const { ref } = useDragSource(source, { disabled: held !== null || underWay });
  return (
    <div
      ref={ref}
      title={held ?? undefined}
      className={clsx(
        'flex h-full flex-col justify-center rounded-md px-2 transition-colors duration-150',
        held === null && !underWay && 'cursor-grab',
        carried ? 'outline-2 -outline-offset-2 outline-dashed outline-accent' : 'group-hover:bg-sunken',
        carrier && !carried && 'outline-1 -outline-offset-1 outline-dashed outline-muted',
        selected && 'bg-accent/12 group-hover:bg-accent/16',
        failed && 'bg-failed/8',
        traffic?.item.state === 'joined' && side === 'target' && 'bg-proven/10',
      )}
    >
      <div className="flex items-center gap-2">
        <Initials name={participant.name} ring={participant.speaking ? 'speaking' : undefined} />
        <Name className="flex-1 text-sm">{participant.name}</Name>
        <RowSigns participant={participant} stuck={stuck} />
        {carrier && !traffic ? <CarriedBy name={carrier.name} /> : where ?? <span className="shrink-0 text-xs text-muted">{kindLabels[participant.kind]}</span>}
        {traffic && <TrafficSign traffic={traffic} side={side} />}
      </div>
      {failed && traffic && <FailureLine traffic={traffic} onDismiss={onDismiss} />}
    </div>
  );
}

function RowSigns({ participant, stuck }: { participant: Participant; stuck: string | null }) {
  return (
    <>
      {participant.speaking && <span className="sr-only">Speaking.</span>}
      <PersonMarks participant={participant} />
      {stuck && (
        <span title={stuck} className="shrink-0 text-muted" data-testid="padlock">
          <LockKeyhole size={13} aria-hidden />
          <span className="sr-only">{stuck}</span>
        </span>
      )}
    </>
  );
}

function TrafficSign({ traffic, side }: { traffic: Traffic; side: PersonRowData['side'] }) {
  const { item } = traffic;
  if (item.state === 'cancelled' || (item.state === 'joined' && side === 'source')) return null;
  const failed = isFailure(item.state);
  return (
    <span title={itemSentence(item)} className="flex shrink-0 items-center">
      <ProgressRing progress={progressOf(item)} failed={failed} />
      <span className="sr-only">
        {stateLabels[item.state]}, {item.to.name}.
      </span>
    </span>
  );
}

export function FailureLine({ traffic, onDismiss }: { traffic: Traffic; onDismiss: (key: string) => void }) {
  const sentence = itemSentence(traffic.item);
  return (
    <div className="flex items-start gap-1 pl-8 text-xs text-failed">
      <span className="line-clamp-2 min-w-0 flex-1" title={sentence} data-testid="failure">
        {sentence}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Read: ${sentence}`}
        onClick={() => onDismiss(traffic.key)}
        className="grid size-4 shrink-0 place-items-center rounded-sm hover:bg-failed/15"
      >
        <X size={12} aria-hidden />
      </button>
    </div>
  );
}
