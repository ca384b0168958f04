'use client';

import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { Person } from '@/lib/access/person';
import { compareNames } from '@/lib/meeting/compare-names';
import type { PeopleActions } from '@/components/people/actions';
import { AddPersonDialog } from '@/components/people/add-person';
import { PersonDeeds } from '@/components/people/person-deeds';
import { roleLabels } from '@/components/people/role-words';
import { ScopeCell } from '@/components/people/scope-cell';
import { peopleQuery } from '@/components/queries/people';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { Initials } from '@/components/ui/initials';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Who can sign in, and as what. `me` is the id of whoever looks. */
export function PeoplePage({ me, actions }: { me: string; actions: PeopleActions }) {
  const { data, error, isPending, refetch } = useQuery(peopleQuery());
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const changed = () => void client.invalidateQueries({ queryKey: peopleQuery().queryKey });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead
        title="People"
        actions={
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus size={15} aria-hidden /> Add a person
          </Button>
        }
      >
        Who can sign in, and what they may do
      </PageHead>
      <div className="min-h-0 flex-1">
        {isPending ? (
          <SkeletonRows rows={4} label="Loading the people" />
        ) : error ? (
          <ProblemState detail={error.message} onRetry={() => void refetch()} />
        ) : (
          <DataGrid label="People" columns={columnsWith(me, actions, changed)} items={data.items} keyOf={({ id }) => id} empty={<EmptyState title="Nobody" />} />
        )}
      </div>
      {adding && <AddPersonDialog add={actions.add} onClose={() => setAdding(false)} onAdded={changed} />}
    </div>
  );
}

function columnsWith(me: string, actions: PeopleActions, changed: () => void): GridColumn<Person>[] {
  return [
    {
      name: 'Name',
      width: 'minmax(104px, 2fr)',
      cell: ({ id, name }) => (
        <span className="flex items-center gap-2">
          <Initials name={name} />
          <span className="min-w-0 truncate font-medium" title={name}>
            {name}
          </span>
          {id === me && <span className="text-xs text-muted">you</span>}
        </span>
      ),
      compare: (a, b) => compareNames(a.name, b.name),
    },
    { name: 'Role', width: 'minmax(92px, 1fr)', cell: ({ role }) => roleLabels[role], compare: (a, b) => a.role.localeCompare(b.role) },
    { name: 'Meetings', width: 'minmax(120px, 1.5fr)', secondary: true, cell: ({ scope }) => <ScopeCell scope={scope} /> },
    { name: 'Signed in', width: 'minmax(90px, 1fr)', secondary: true, cell: ({ signedIn }) => (signedIn ? <span className="text-proven">Now</span> : <span className="text-muted">No</span>) },
    { name: 'Added', width: 'minmax(150px, 1fr)', secondary: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { name: 'Options', width: '36px', head: <span className="sr-only">Options</span>, cell: (person) => <PersonDeeds person={person} actions={actions} onChanged={changed} /> },
  ];
}
