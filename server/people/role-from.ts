import { type Role, roles } from '@/lib/access/access';

/** A role as the database has it. Throws for one that this version does not know: rights are never guessed. */
export function roleFrom(text: string): Role {
  const role = roles.find((known) => known === text);
  if (role === undefined) throw new Error(`The database has a role that is not known: ${text}`);
  return role;
}
