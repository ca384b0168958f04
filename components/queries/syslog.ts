import { syslogStateSchema } from '@/lib/syslog/syslog-state';
import { readJson } from '@/components/queries/read-json';

/** How bridges' logs come in; read again and again, since nobody tells of it. */
export function syslogQuery() {
  return {
    queryKey: ['syslog'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/syslog', syslogStateSchema, signal),
    refetchInterval: 5_000,
  };
}
