import { personSchema } from '@/lib/access/person';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(personSchema);

/** Everybody who can sign in. */
export function peopleQuery() {
  return {
    queryKey: ['people'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/people?limit=500', schema, signal),
  };
}
