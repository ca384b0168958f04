'use server';

import { z } from 'zod';
import { personSchema, type AddPerson, type ChangeOwnPassword, type ChangeRole, type Person } from '@/lib/access/person';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

const withPassword = z.object({ person: personSchema, password: z.string().optional() });

/** Adds somebody; the answer holds a password if one had to be made. */
export async function addPerson(input: AddPerson): Promise<Outcome<{ person: Person; password?: string }>> {
  return runAs('add-person', withPassword, input);
}

export async function changeRole(input: ChangeRole): Promise<Outcome<Person>> {
  return runAs('change-role', personSchema, input);
}

/** Gives somebody a new password, which the answer holds. */
export async function resetPassword(input: { id: string }): Promise<Outcome<{ person: Person; password?: string }>> {
  return runAs('reset-password', withPassword, input);
}

export async function removePerson(input: { id: string }): Promise<Outcome<Person>> {
  return runAs('remove-person', personSchema, input);
}

/** Changes the caller's own password; all sessions of theirs end. */
export async function changeOwnPassword(input: ChangeOwnPassword): Promise<Outcome<unknown>> {
  return runAs('change-own-password', z.unknown(), input);
}
