'use client';

import { useState } from 'react';
import type { Person } from '@/lib/access/person';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import type { PeopleActions } from '@/components/people/actions';
import { ScopeField } from '@/components/people/scope-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

interface LimitDialogProps {
  person: Person;
  change: PeopleActions['changeRole'];
  onClose: () => void;
  onChanged: () => void;
}

/** Chooses which meetings somebody sees. */
export function LimitDialog({ person, change, onClose, onChanged }: LimitDialogProps) {
  const [scope, setScope] = useState(person.scope);
  const { run, busy, problem } = useDeed(change);
  const { fields, rest } = fieldErrors(problem, ['scope']);
  const save = async () => {
    const outcome = await run({ id: person.id, scope });
    if (!outcome.ok) return;
    onChanged();
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={`Meetings of ${person.name}`}>
      <div className="grid gap-4 p-4">
        {rest && <Notice tone="failed">{rest}</Notice>}
        <ScopeField value={scope} error={fields.scope} onChange={setScope} />
        <p className="text-sm text-muted">Where this changes something, {person.name} is signed out.</p>
        <Button look="primary" disabled={busy} className="justify-self-end" onClick={save}>
          {busy ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </Dialog>
  );
}
