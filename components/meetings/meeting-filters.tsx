'use client';

import { useMemo } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import { participantKinds, type ParticipantKind } from '@/lib/meeting/participant';
import { clustersIn, conditions, isCondition, type Condition } from '@/components/meetings/meeting-filter';
import { kindLabels } from '@/components/participant/kind';
import { Choice } from '@/components/ui/choice';

export interface Filters {
  /** A cluster's id. */
  readonly cluster: string | null;
  readonly kind: ParticipantKind | null;
  readonly condition: Condition | null;
}

export const noFilters: Filters = { cluster: null, kind: null, condition: null };

const kinds = participantKinds.map((kind) => ({ value: kind, label: kindLabels[kind] }));
const states = Object.entries(conditions).map(([value, { label }]) => ({ value, label }));

/** Picks meetings out by cluster, by who is in them, and by what is special about them. */
export function MeetingFilters({ meetings, value, onChange }: { meetings: readonly Meeting[]; value: Filters; onChange: (filters: Filters) => void }) {
  const clusters = useMemo(() => clustersIn(meetings).map(({ id, name }) => ({ value: id, label: name })), [meetings]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choice label="Cluster" all="All clusters" options={clusters} value={value.cluster} onChange={(cluster) => onChange({ ...value, cluster })} />
      <Choice
        label="People connected by"
        all="Anybody"
        options={kinds}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind: participantKinds.find((one) => one === kind) ?? null })}
      />
      <Choice
        label="State"
        all="Any state"
        options={states}
        value={value.condition}
        onChange={(condition) => onChange({ ...value, condition: condition !== null && isCondition(condition) ? condition : null })}
      />
    </div>
  );
}
