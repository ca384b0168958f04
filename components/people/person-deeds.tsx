'use client';

import { useState } from 'react';
import { roles } from '@/lib/access/access';
import type { Person } from '@/lib/access/person';
import { toast } from '@/components/messages/toast';
import { useDeed } from '@/components/forms/use-deed';
import type { PeopleActions } from '@/components/people/actions';
import { LimitDialog } from '@/components/people/limit-dialog';
import { roleLabels } from '@/components/people/role-words';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import { OptionsMenu } from '@/components/ui/options-menu';
import { SecretOnce } from '@/components/ui/secret-once';

interface PersonDeedsProps {
  person: Person;
  actions: PeopleActions;
  onChanged: () => void;
}

/** What an administrator can do about one person. */
export function PersonDeeds({ person, actions, onChanged }: PersonDeedsProps) {
  const [asking, setAsking] = useState<'reset' | 'remove' | 'limit' | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const reset = useDeed(actions.resetPassword);
  const remove = useDeed(actions.remove);
  const changeRole = useDeed(actions.changeRole);
  const close = () => {
    setAsking(null);
    reset.clear();
    remove.clear();
  };

  return (
    <>
      <OptionsMenu
        label={`Options for ${person.name}`}
        entries={[
          { heading: 'Role' },
          ...roles.map((role) => ({
            label: roleLabels[role],
            checked: person.role === role,
            disabled: person.role === role || changeRole.busy,
            onSelect: async () => {
              const outcome = await changeRole.run({ id: person.id, role, ...(role === 'administrator' && { scope: null }) });
              if (outcome.ok) onChanged();
              else toast.error(outcome.problem.detail);
            },
          })),
          { line: true },
          ...(person.role === 'administrator' ? [] : [{ label: 'Meetings…', onSelect: () => setAsking('limit') }]),
          { label: 'New password…', onSelect: () => setAsking('reset') },
          { label: 'Remove…', danger: true, onSelect: () => setAsking('remove') },
        ]}
      />
      {asking === 'limit' && <LimitDialog person={person} change={actions.changeRole} onClose={close} onChanged={onChanged} />}
      <Confirm
        open={asking === 'reset'}
        onClose={close}
        title={`New password for ${person.name}?`}
        description="A new password is made and shown once. Whoever is signed in under this name is signed out."
        deed="Make a new password"
        busy={reset.busy}
        refusal={reset.problem?.detail ?? null}
        onConfirm={async () => {
          const outcome = await reset.run({ id: person.id });
          if (!outcome.ok) return;
          close();
          setPassword(outcome.value.password ?? null);
          onChanged();
        }}
      />
      <Confirm
        open={asking === 'remove'}
        onClose={close}
        title={`Remove ${person.name}?`}
        description="They are signed out at once and cannot sign in again. What they did stays on record."
        deed="Remove"
        busy={remove.busy}
        refusal={remove.problem?.detail ?? null}
        onConfirm={async () => {
          const outcome = await remove.run({ id: person.id });
          if (!outcome.ok) return;
          close();
          onChanged();
        }}
      />
      <Dialog open={password !== null} onOpenChange={() => setPassword(null)} title={`New password for ${person.name}`}>
        <div className="p-4">{password !== null && <SecretOnce label="Password" value={password} />}</div>
      </Dialog>
    </>
  );
}
