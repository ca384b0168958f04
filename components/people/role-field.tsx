'use client';

import { useState } from 'react';
import { roles, type Role } from '@/lib/access/access';
import { roleLabels, roleWords } from '@/components/people/role-words';
import { SelectField } from '@/components/ui/field';

/** A choice of role that says what it means. The form's field is called `role`. */
export function RoleField({ first, error }: { first: Role; error?: string | undefined }) {
  const [role, setRole] = useState(first);
  return (
    <SelectField label="Role" name="role" value={role} error={error} hint={roleWords[role]} onChange={(event) => setRole(roles.find((one) => one === event.target.value) ?? first)}>
      {roles.map((one) => (
        <option key={one} value={one}>
          {roleLabels[one]}
        </option>
      ))}
    </SelectField>
  );
}
