import type { AddPerson, ChangeRole, Person } from '@/lib/access/person';
import type { Outcome } from '@/lib/problem/problem';

/** What the people page asks for. */
export interface PeopleActions {
  add(input: AddPerson): Promise<Outcome<{ person: Person; password?: string }>>;
  changeRole(input: ChangeRole): Promise<Outcome<Person>>;
  resetPassword(input: { id: string }): Promise<Outcome<{ person: Person; password?: string }>>;
  remove(input: { id: string }): Promise<Outcome<Person>>;
}
