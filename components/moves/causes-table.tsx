import clsx from 'clsx';
import type { FailureCount } from '@/lib/trace/failure-counts';
import { causeName } from '@/lib/trace/finding-words';
import { symptomLabels } from '@/components/diagnoses/finding-labels';
import { dayWords } from '@/components/moves/failure-words';

const heads = [{ name: 'Day' }, { name: 'Cause' }, { name: 'How it went', look: 'max-sm:hidden' }, { name: 'People', look: 'text-right' }];

/** What the bars of the causes show, in figures; the latest day first. */
export function CausesTable({ counts, timeZone }: { counts: readonly FailureCount[]; timeZone: string }) {
  const latestFirst = counts.toSorted((a, b) => (a.day === b.day ? b.count - a.count : a.day < b.day ? 1 : -1));
  return (
    // Whoever has no mouse scrolls it with the arrows.
    <div className="scroll-thin max-h-52 overflow-auto rounded-md border bg-raised" tabIndex={0} role="region" aria-label="Causes by day">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">How many people could not be moved, by day and cause. Days are those of {timeZone}.</caption>
        <thead className="sticky top-0 bg-raised text-xs text-muted">
          <tr>
            {heads.map(({ name, look }) => (
              <th key={name} scope="col" className={clsx('px-3 py-1.5 font-medium', look)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {latestFirst.map(({ day, symptom, cause, count }) => (
            <tr key={`${day} ${symptom} ${cause}`} className="border-t">
              <td className="px-3 py-1.5 whitespace-nowrap text-muted">{dayWords(day)}</td>
              <td className="px-3 py-1.5">
                {cause !== null && causeName(cause)}
                <span className="block text-xs text-muted sm:hidden">{symptomLabels[symptom].label}</span>
              </td>
              <td className="px-3 py-1.5 max-sm:hidden">{symptomLabels[symptom].label}</td>
              <td className="px-3 py-1.5 text-right">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
