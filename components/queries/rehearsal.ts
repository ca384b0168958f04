import { rehearsalSchema } from '@/lib/rehearsal/rehearsal';
import { readJson } from '@/components/queries/read-json';

/** What the emulator has armed and has seen; read again and again, since nobody tells of it. */
export function rehearsalQuery() {
  return {
    queryKey: ['rehearsal'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/rehearsal', rehearsalSchema, signal),
    refetchInterval: 2_000,
  };
}
