'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Scope } from '@/lib/access/scope';
import type { FoundSpaces, Space } from '@/lib/meeting/space';
import { useMeetings } from '@/components/live/live-provider';
import { spaceChoices, spaceNote, withSpace, type ClusterChoice } from '@/components/people/scope-choices';
import { TickBox } from '@/components/people/tick-box';
import { spaceDetailsQuery } from '@/components/queries/space-details';
import { spacesSearchQuery } from '@/components/queries/spaces-search';
import { SearchBox } from '@/components/ui/search-box';
import { useSettled } from '@/components/ui/use-settled';

/** How long somebody has to stop typing before bridges are asked. */
const settleMs = 250;

interface SpaceFieldProps {
  value: Scope;
  clusters: readonly ClusterChoice[];
  onChange: (value: Scope) => void;
}

/** Spaces to choose, found by name on the bridges: those that were chosen stay on top. */
export function SpaceField({ value, clusters, onChange }: SpaceFieldProps) {
  const [text, setText] = useState('');
  const [chosenHere, setChosenHere] = useState<readonly Space[]>([]);
  const wanted = useSettled(text, settleMs);
  const { data, error, isPending } = useQuery(spacesSearchQuery(wanted));
  const found = data?.items ?? [];
  const [before] = useState(value.spaces);
  const { data: lookedUp = null } = useQuery({ ...spaceDetailsQuery(before), enabled: before.length > 0 });
  const choices = spaceChoices(value, { clusters, meetings: useMeetings(), found: [...chosenHere, ...found], lookedUp });
  const isChosen = (space: { cluster: string; id: string }) => value.spaces.some(({ cluster, id }) => cluster === space.cluster && id === space.id);
  return (
    <div className="grid gap-2">
      <SearchBox label="Find spaces" placeholder="Find spaces by name" value={text} onValueChange={setText} />
      <div className="scroll-thin grid max-h-48 min-h-16 content-start gap-1 overflow-y-auto" data-testid="space-choices">
        {choices.map((space) => (
          <TickBox
            key={`${space.cluster} ${space.id}`}
            type="checkbox"
            checked={isChosen(space)}
            note={spaceNote(space, clusters.length > 1)}
            onChange={({ target }) => {
              // What it is called is remembered here, for when something else is looked for.
              setChosenHere([...chosenHere, ...found.filter(({ id, cluster }) => id === space.id && cluster.id === space.cluster)]);
              onChange(withSpace(value, space, target.checked));
            }}
          >
            {space.name}
          </TickBox>
        ))}
      </div>
      <p role="status" className={error ? 'text-xs text-failed' : 'text-xs text-muted'}>
        {error ? `Spaces could not be looked for. ${error.message}` : isPending ? 'Looking…' : foundWords(data, clusters)}
      </p>
    </div>
  );
}

function foundWords({ items, total, unanswered }: FoundSpaces, clusters: readonly ClusterChoice[]): string {
  const count = total === 1 ? '1 space' : `${total} spaces`;
  const found = total === 0 ? 'No space has this name.' : total > items.length ? `${count}, the first ${items.length}.` : `${count}.`;
  const silent = unanswered.map((id) => clusters.find((cluster) => cluster.id === id)?.name ?? id);
  return silent.length === 0 ? found : `${found} No answer from ${silent.join(', ')}.`;
}
