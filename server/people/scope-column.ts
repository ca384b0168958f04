import type { Role } from '@/lib/access/access';
import { scopeSchema, type Scope } from '@/lib/access/scope';
import { invalidField } from '@/lib/problem/problem';

/** A scope as the database has it. Throws for what is none: rights are never guessed. */
export function scopeFrom(text: string | null): Scope | null {
  return text === null ? null : scopeSchema.parse(JSON.parse(text));
}

export function scopeColumn(scope: Scope | null): string | null {
  return scope === null ? null : JSON.stringify(scope);
}

/** An administrator gives out rights, and so could lift a limit: there is none for them. Problem: `invalid`. */
export function refuseLimitedAdministrator(role: Role, scope: Scope | null): void {
  if (role !== 'administrator' || scope === null) return;
  throw invalidField('scope', 'An administrator cannot be limited to clusters or spaces.');
}
