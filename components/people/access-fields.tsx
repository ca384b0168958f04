'use client';

import { roles, type Role } from '@/lib/access/access';
import type { Scope } from '@/lib/access/scope';
import { roleLabels, roleWords } from '@/components/people/role-words';
import { ScopeField } from '@/components/people/scope-field';
import { SelectField } from '@/components/ui/field';

export interface Access {
  readonly role: Role;
  readonly scope: Scope | null;
}

/** What most are given. */
export const usualAccess: Access = { role: 'operator', scope: null };

interface AccessFieldsProps {
  value: Access;
  onChange: (value: Access) => void;
  errors: { role?: string; scope?: string };
}

/** A choice of role that says what it means, and of what it is limited to. An administrator never is. */
export function AccessFields({ value, onChange, errors }: AccessFieldsProps) {
  const { role, scope } = value;
  const choose = (chosen: Role) => onChange({ role: chosen, scope: chosen === 'administrator' ? null : scope });
  return (
    <>
      <SelectField label="Role" value={role} error={errors.role} hint={roleWords[role]} onChange={(event) => choose(roles.find((one) => one === event.target.value) ?? role)}>
        {roles.map((one) => (
          <option key={one} value={one}>
            {roleLabels[one]}
          </option>
        ))}
      </SelectField>
      {role !== 'administrator' && <ScopeField value={scope} error={errors.scope} onChange={(chosen) => onChange({ role, scope: chosen })} />}
    </>
  );
}
