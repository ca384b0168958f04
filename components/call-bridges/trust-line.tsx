'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { predictionWords, trustWords } from '@/components/move/prediction-words';
import { trustQuery } from '@/components/queries/trust';

const againEveryMs = 15_000;

/** What an administrator goes by before a cluster is set to operate: how Usher's predictions have done on the moves that others made. */
export function TrustLine({ cluster }: { cluster: string }) {
  const { data } = useQuery({ ...trustQuery(cluster), refetchInterval: againEveryMs, retry: false });
  if (!data || (data.mode === 'operate' && data.seen === 0)) return null;
  const since = new Date(data.since).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  return (
    <div className="border-t px-4 py-2 text-sm" data-testid="trust">
      <p className={data.missed > 0 ? 'text-waiting' : 'text-muted'}>{trustWords(data, since)}</p>
      {data.overlooked > 0 && <p className="text-waiting">{data.overlooked} more came too many at once and are not on record.</p>}
      {data.misses.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-xs text-muted hover:text-ink">Those that did not go as predicted, newest first</summary>
          <ul className="mt-1 grid gap-1 text-xs">
            {data.misses.map(({ id, items, observed }) => (
              <li key={id}>
                <Link href={`/moves/${encodeURIComponent(id)}`} className="font-medium hover:underline">
                  {items[0]?.name} to {items[0]?.to.name}
                </Link>
                {observed && <span className="text-muted">. {predictionWords(observed)}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
