'use client';

import { useState } from 'react';
import type { Item } from '@/lib/move/item';
import { itemStates, type ItemState as State } from '@/lib/move/item-state';
import { compareNames } from '@/lib/meeting/compare-names';
import type { Order } from '@/lib/move/order';
import { stateLabels } from '@/lib/move/words';
import { itemName, itemSentence } from '@/components/move/item-words';
import { ItemDetails } from '@/components/moves/item-details';
import { filterWords } from '@/components/moves/failure-words';
import { ItemState } from '@/components/moves/item-state';
import { asksForFailures, failedSo } from '@/components/moves/moves-filter';
import { useMovesFilter } from '@/components/moves/use-moves-filter';
import { Choice } from '@/components/ui/choice';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { Name } from '@/components/ui/name';
import { SidePanel } from '@/components/ui/side-panel';
import { Time } from '@/components/ui/time';

/** Everybody of an order, of any number, by state; one opens to the side. */
export function OrderItems({ order }: { order: Order }) {
  const { items } = order;
  const [filter] = useMovesFilter();
  const sought = asksForFailures(filter) ? items.filter((item) => failedSo(item, filter)) : [];
  const [isNarrowed, setIsNarrowed] = useState(true);
  const [state, setState] = useState<State | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const found = items.find(({ id }) => id === opened);
  const counts = new Map<State, number>();
  for (const item of items) counts.set(item.state, (counts.get(item.state) ?? 0) + 1);
  const states = itemStates.filter((one) => counts.has(one) || one === state);
  const shown = sought.length > 0 && isNarrowed ? sought : items;
  return (
    <section aria-label="People of this order" className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          label="Filter by state"
          all={`All ${items.length} people`}
          options={states.map((one) => ({ value: one, label: `${stateLabels[one]} (${counts.get(one) ?? 0})` }))}
          value={state}
          onChange={(value) => setState(states.find((one) => one === value) ?? null)}
        />
        {sought.length > 0 && (
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" checked={isNarrowed} onChange={() => setIsNarrowed(!isNarrowed)} />
            Only who failed so: {filterWords(filter)} ({sought.length})
          </label>
        )}
      </div>
      <div className="h-[60vh] overflow-hidden rounded-lg border">
        <DataGrid
          label="People of this order"
          columns={columns}
          items={state === null ? shown : shown.filter((item) => item.state === state)}
          keyOf={({ id }) => id}
          testId={({ participant }) => `item-${participant}`}
          onOpen={({ id }) => setOpened(id)}
          empty={<EmptyState title="Nobody is in this state now" />}
        />
      </div>
      {found && (
        <SidePanel title={itemName(found)} onClose={() => setOpened(null)}>
          <div className="p-4">
            <ItemDetails order={order} item={found} />
          </div>
        </SidePanel>
      )}
    </section>
  );
}

const columns: readonly GridColumn<Item>[] = [
  { name: 'Who', width: 'minmax(110px, 1.5fr)', cell: (item) => <Name>{itemName(item)}</Name>, compare: (a, b) => compareNames(a.name, b.name) },
  { name: 'From', width: 'minmax(90px, 1fr)', secondary: true, cell: ({ from }) => from?.name ?? 'Not known' },
  { name: 'To', width: 'minmax(90px, 1fr)', secondary: true, cell: ({ to }) => to.name },
  { name: 'State', width: 'minmax(152px, 1fr)', cell: (item) => <ItemState item={item} />, compare: (a, b) => itemStates.indexOf(a.state) - itemStates.indexOf(b.state) },
  { name: 'Since', width: '96px', secondary: true, cell: ({ times }) => <Time at={latest(times)} /> },
  { name: 'What happened', width: 'minmax(160px, 3fr)', secondary: true, cell: (item) => <span title={itemSentence(item)} className="text-muted">{itemSentence(item)}</span> },
];

function latest({ queued, sending, accepted, ended }: Item['times']): string {
  return ended ?? accepted ?? sending ?? queued;
}
