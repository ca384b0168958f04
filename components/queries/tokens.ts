import { tokenSchema } from '@/lib/access/token';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(tokenSchema);

/** The tokens of scripts, never the secrets. */
export function tokensQuery() {
  return {
    queryKey: ['tokens'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/tokens?limit=500', schema, signal),
  };
}
