'use client';

import { useState } from 'react';
import clsx from 'clsx';
import { BarChart3, Table2 } from 'lucide-react';
import type { FailureCount } from '@/lib/trace/failure-counts';
import { CausesTable } from '@/components/moves/causes-table';
import { failureSeries, type FailureSeries } from '@/components/moves/failure-series';
import { dayWords, failureName } from '@/components/moves/failure-words';
import type { MovesFilter } from '@/components/moves/moves-filter';
import { Button } from '@/components/ui/button';

interface CausesStripProps {
  counts: readonly FailureCount[];
  /** As in 2026-03-09, in order. */
  days: readonly string[];
  timeZone: string;
  filter: MovesFilter;
  onFilter: (filter: MovesFilter) => void;
}

/** Why people could not be moved, day by day: a tile for each cause, the most frequent first, all drawn to one measure. A tile picks its moves. */
export function CausesStrip({ counts, days, timeZone, filter, onFilter }: CausesStripProps) {
  const [asTable, setAsTable] = useState(false);
  const all = failureSeries(counts, days);
  if (all.length === 0) return null;
  const total = all.reduce((sum, one) => sum + one.total, 0);
  const most = Math.max(...all.flatMap(({ perDay }) => perDay));
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return (
    <section aria-label="Why moves failed" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5 px-6 pb-3">
      <div className="flex items-center gap-3">
        <h2 className="min-w-0 text-xs text-muted" title={`Days of ${timeZone}`}>
          <span className="font-medium text-ink">Why moves failed</span> · {total === 1 ? '1 person' : `${figures.format(total)} people`}, {dayWords(first)} to {dayWords(last)}
        </h2>
        <Button size="small" look="quiet" className="ml-auto" onClick={() => setAsTable(!asTable)}>
          {asTable ? <BarChart3 size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
          <span className="max-sm:sr-only">{asTable ? 'As bars' : 'As a table'}</span>
        </Button>
      </div>
      {asTable ? (
        <CausesTable counts={counts} timeZone={timeZone} />
      ) : (
        <ul className="scroll-thin flex gap-2 overflow-x-auto pb-0.5">
          {all.map((one) => (
            <CauseTile key={one.key} series={one} days={days} most={most} isPicked={isPicked(one, filter)} onPick={(picked) => onFilter(filterBy(one, filter, picked))} />
          ))}
        </ul>
      )}
    </section>
  );
}

const figures = new Intl.NumberFormat('en');

function isPicked({ cause, symptom }: FailureSeries, filter: MovesFilter): boolean {
  return cause === null ? filter.symptom === symptom : filter.cause === cause;
}

/** A cause goes with every symptom that it has. */
function filterBy({ cause, symptom }: FailureSeries, filter: MovesFilter, picked: boolean): MovesFilter {
  return { kind: filter.kind, symptom: picked ? symptom : null, cause: picked ? cause : null };
}

interface CauseTileProps {
  series: FailureSeries;
  days: readonly string[];
  /** What the highest bar of all stands for. */
  most: number;
  isPicked: boolean;
  onPick: (picked: boolean) => void;
}

function CauseTile({ series, days, most, isPicked: picked, onPick }: CauseTileProps) {
  const name = failureName(series);
  return (
    <li className="w-48 max-w-72 shrink-0 grow">
      <button
        type="button"
        aria-pressed={picked}
        title={picked ? 'Show all moves' : `Show the moves that failed so: ${name}`}
        onClick={() => onPick(!picked)}
        className={clsx('grid w-full gap-1 rounded-md border bg-raised px-2.5 pt-1.5 pb-1 text-left -outline-offset-2 transition-colors duration-150 hover:bg-sunken', picked && 'border-accent')}
      >
        <span className="flex items-baseline gap-2 text-xs">
          <span className={clsx('min-w-0 truncate', picked ? 'text-accent' : 'text-ink')}>{name}</span>
          <span className="ml-auto font-semibold">
            {figures.format(series.total)}
            <span className="sr-only"> people</span>
          </span>
        </span>
        <DayBars perDay={series.perDay} days={days} most={most} className={picked ? 'text-accent' : 'text-muted'} />
      </button>
    </li>
  );
}

/** In the drawing's own units, which are stretched to the tile. */
const [dayWidth, barWidth, height, leastBar] = [4, 3, 28, 2];

/** A bar for each day. What it shows stands in the table, and in each bar's title. */
function DayBars({ perDay, days, most, className }: { perDay: readonly number[]; days: readonly string[]; most: number; className: string }) {
  return (
    <svg viewBox={`0 0 ${days.length * dayWidth} ${height}`} preserveAspectRatio="none" aria-hidden className={clsx('h-7 w-full', className)}>
      <line x1={0} x2={days.length * dayWidth} y1={height} y2={height} stroke="var(--line)" strokeWidth={2} vectorEffect="non-scaling-stroke" />
      {perDay.map((count, index) => {
        const tall = count === 0 ? 0 : Math.max(leastBar, (count / most) * (height - 1));
        return (
          <g key={days[index]}>
            <rect x={index * dayWidth} y={0} width={dayWidth} height={height} fill="transparent">
              <title>{`${dayWords(days[index] ?? '')}: ${figures.format(count)}`}</title>
            </rect>
            {count > 0 && <rect x={index * dayWidth + (dayWidth - barWidth) / 2} y={height - tall} width={barWidth} height={tall} fill="currentColor" className="pointer-events-none" />}
          </g>
        );
      })}
    </svg>
  );
}
