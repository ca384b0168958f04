'use client';

import type { MoveKind } from '@/lib/move/order';
import { moveKinds } from '@/lib/move/order';
import { failureCauses, failureSymptoms } from '@/lib/trace/failure';
import type { FailureCount } from '@/lib/trace/failure-counts';
import { totalsBy } from '@/components/moves/failure-series';
import { failureName } from '@/components/moves/failure-words';
import { noMovesFilter, queryOf, type MovesFilter } from '@/components/moves/moves-filter';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';

const kindLabels: Readonly<Record<MoveKind, string>> = { own: 'Sent by Usher', observed: 'Not by Usher' };
const kinds = moveKinds.map((value) => ({ value, label: kindLabels[value] }));

/** Picks orders by who moved, by how it went, and why. @param counts of the last days: they stand with the choices */
export function MovesFilters({ counts, value, onChange }: { counts: readonly FailureCount[]; value: MovesFilter; onChange: (value: MovesFilter) => void }) {
  const bySymptom = totalsBy(counts, ({ symptom }) => symptom);
  const byCause = totalsBy(counts, ({ cause }) => cause);
  const symptoms = failureSymptoms.map((symptom) => ({ value: symptom, label: labelled(failureName({ symptom, cause: null }), bySymptom.get(symptom)) }));
  const causes = failureCauses.map((cause) => ({ value: cause, label: labelled(failureName({ symptom: null, cause }), byCause.get(cause)) }));
  return (
    <>
      {queryOf(value) !== '' && (
        <Button size="small" look="quiet" className="max-sm:order-last" onClick={() => onChange(noMovesFilter)}>
          Show all
        </Button>
      )}
      <Choice label="Filter by who moved" all="All moves" options={kinds} value={value.kind} onChange={(kind) => onChange({ ...value, kind: moveKinds.find((one) => one === kind) ?? null })} />
      <Choice
        label="Filter by how it failed"
        all="However it went"
        options={symptoms}
        value={value.symptom}
        onChange={(symptom) => onChange({ ...value, symptom: failureSymptoms.find((one) => one === symptom) ?? null })}
      />
      <Choice
        label="Filter by cause"
        all="Whatever the cause"
        options={causes.sort((a, b) => (byCause.get(b.value) ?? 0) - (byCause.get(a.value) ?? 0))}
        value={value.cause}
        onChange={(cause) => onChange({ ...value, cause: failureCauses.find((one) => one === cause) ?? null })}
      />
    </>
  );
}

function labelled(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} (${count})`;
}
