'use client';

import { useCallback, useRef, type ReactNode } from 'react';
import { ArrowRightLeft } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { refusalLabels } from '@/lib/move/words';
import { compareNames } from '@/lib/meeting/compare-names';
import { useCallBridges } from '@/components/live/live-provider';
import { ticked } from '@/components/meeting/ticked';
import { refusalSentence, stuckReason } from '@/components/move/judge-for';
import { useMoves } from '@/components/move/move-provider';
import { kindLabels } from '@/components/participant/kind';
import { PersonMarks } from '@/components/participant/person-marks';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { Initials } from '@/components/ui/initials';
import { Name } from '@/components/ui/name';

const states = { initial: 'Connecting', ringing: 'Ringing', connected: 'Connected', onHold: 'On hold' } as const;

interface PeopleTableProps {
  people: readonly Participant[];
  searching: boolean;
  onOpen: (person: Participant) => void;
  onMove: (person: Participant) => void;
  /** Who is picked out, by id. */
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

/** Everybody in a meeting, with what decides whether they can be moved. */
export function PeopleTable({ people, searching, onOpen, onMove, selected, onSelect }: PeopleTableProps) {
  const { role, mayMove } = useMoves();
  const callBridges = new Map(useCallBridges().map((bridge) => [bridge.id, bridge]));

  const canGo = (person: Participant) => {
    const reason = stuckReason(person, { role, callBridges });
    if (!reason) return <span className="text-proven">Yes</span>;
    return <span title={refusalSentence(reason, person, null, callBridges)}>No: {refusalLabels[reason]}</span>;
  };
  const moveButton = (person: Participant) => (
    <button
      type="button"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        onMove(person);
      }}
      className="inline-flex h-7 items-center gap-1.5 rounded-md border bg-raised px-2 text-xs font-medium hover:bg-sunken"
    >
      <ArrowRightLeft size={13} aria-hidden /> Move to…<span className="sr-only"> {person.name}</span>
    </button>
  );
  const shown = useRef<readonly Participant[]>([]);
  const anchor = useRef<string | null>(null);
  const onOrder = useCallback((items: readonly Participant[]) => {
    shown.current = items;
  }, []);
  const toggle = ({ id }: Participant, shift: boolean) => {
    onSelect(ticked(selected, shown.current, { id, shift, anchor: anchor.current }));
    anchor.current = id;
  };
  const allShown = people.length > 0 && people.every(({ id }) => selected.has(id));
  const ticks: GridColumn<Participant> = {
    name: 'Select',
    width: '20px',
    head: <Tick label="Select all shown" checked={allShown} onToggle={() => onSelect(new Set(allShown ? [] : [...selected, ...people.map(({ id }) => id)]))} tabIndex={0} />,
    cell: (person) => <Tick label={`Select ${person.name}`} checked={selected.has(person.id)} onToggle={(shift) => toggle(person, shift)} tabIndex={-1} />,
  };
  const columns = mayMove ? [ticks, ...columnsWith(canGo), { name: 'Action', width: '96px', secondary: true, cell: moveButton }] : columnsWith(canGo);
  return (
    <DataGrid
      label="People in this meeting"
      columns={columns}
      items={people}
      keyOf={({ id }) => id}
      testId={({ id }) => `participant-${id}`}
      onOpen={onOpen}
      onOrder={onOrder}
      onKey={(key, person, shift) => {
        const wanted = key.toLowerCase();
        if (!mayMove || !['m', 'x', ' '].includes(wanted)) return false;
        if (wanted === 'm') onMove(person);
        else toggle(person, shift);
        return true;
      }}
      empty={<EmptyState title={searching ? 'Nobody here has this name' : 'Nobody is here'} />}
    />
  );
}

/** The rows' own are reached by X and space; with shift they are about everybody since the one before. */
function Tick({ label, checked, onToggle, tabIndex }: { label: string; checked: boolean; onToggle: (shift: boolean) => void; tabIndex: 0 | -1 }) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      tabIndex={tabIndex}
      onChange={({ nativeEvent }) => onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      onClick={(event) => event.stopPropagation()}
      className="block size-4 accent-[var(--accent)]"
    />
  );
}

function columnsWith(canGo: (person: Participant) => ReactNode): GridColumn<Participant>[] {
  return [
    {
      name: 'Name',
      width: 'minmax(110px, 3fr)',
      cell: (person) => (
        <span className="flex items-center gap-2">
          <Initials name={person.name} ring={person.speaking ? 'speaking' : undefined} />
          <Name className="font-medium">{person.name}</Name>
          <PersonMarks participant={person} />
        </span>
      ),
      compare: (a, b) => compareNames(a.name, b.name),
    },
    { name: 'Connected by', width: 'minmax(84px, 1fr)', secondary: true, cell: ({ kind }) => kindLabels[kind], compare: (a, b) => a.kind.localeCompare(b.kind) },
    { name: 'Can be moved', width: 'minmax(84px, 1.5fr)', cell: canGo },
    {
      name: 'Home bridge',
      secondary: true,
      width: 'minmax(110px, 1fr)',
      cell: ({ callBridge: { name, version } }) => (
        <>
          {name} <span className="text-muted">{version}</span>
        </>
      ),
      compare: (a, b) => compareNames(a.callBridge.name, b.callBridge.name),
    },
    { name: 'State', width: 'minmax(76px, 0.8fr)', secondary: true, cell: ({ state, inLobby }) => (inLobby ? 'In the lobby' : states[state]) },
  ];
}
