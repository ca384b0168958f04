'use client';

import { useQuery } from '@tanstack/react-query';
import type { SyslogListener, SyslogState } from '@/lib/syslog/syslog-state';
import { useRehearsing } from '@/components/call-bridges/use-rehearsing';
import { syslogQuery } from '@/components/queries/syslog';
import { Badge } from '@/components/ui/badge';
import { CopyText } from '@/components/ui/copy-text';
import { Time } from '@/components/ui/time';

const loopback = ['127.0.0.1', '::1', 'localhost'];

/** How bridges' logs come in: the ports, what to type on a bridge, and who else writes. For administrators. */
export function SyslogCard() {
  const { data: state, error } = useQuery(syslogQuery());
  const rehearsing = useRehearsing();
  return (
    <section aria-label="Logs by syslog" className="rounded-lg border bg-raised" data-testid="syslog">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <h2 className="text-base font-semibold">Logs by syslog</h2>
        {state && <Figures state={state} />}
      </header>
      {error && <p className="border-t px-4 py-2.5 text-sm text-failed">{error.message}</p>}
      {state && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t px-4 py-3 text-sm">
          <Listeners listeners={state.listeners} />
          <Commands state={state} rehearsing={rehearsing} />
          {state.unknownHosts.length > 0 && <UnknownHosts hosts={state.unknownHosts} />}
        </div>
      )}
    </section>
  );
}

function Figures({ state: { lines, malformed, cut, dropped, refused } }: { state: SyslogState }) {
  const bad = [
    [malformed, 'not understood'],
    [cut, 'cut, too long'],
    [dropped, 'thrown away in a flood'],
    [refused, 'connections turned away'],
  ] as const;
  return (
    <p className="text-sm text-muted tabular-nums">
      {linesWords(lines)}
      {bad.map(([count, words]) => count > 0 && <span key={words} className="text-waiting">{` · ${count.toLocaleString()} ${words}`}</span>)}
    </p>
  );
}

function Listeners({ listeners }: { listeners: readonly SyslogListener[] }) {
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {listeners.map(({ transport, host, port, open, problem }) => (
        <li key={transport} className="flex min-w-0 items-center gap-2" data-testid={`syslog-${transport}`}>
          <Badge tone={open ? 'proven' : 'neutral'}>{transport.toUpperCase()}</Badge>
          {open ? `open on ${host}, port ${port}` : <span className="text-muted">{problem}</span>}
        </li>
      ))}
    </ul>
  );
}

function Commands({ state: { listeners, reachedBy }, rehearsing }: { state: SyslogState; rehearsing: boolean }) {
  const port = (wanted: SyslogListener['transport']) => listeners.find(({ transport, open }) => transport === wanted && open)?.port;
  const [tcp, tls] = [port('tcp'), port('tls')];
  const add = tls === undefined ? tcp !== undefined && `${reachedBy} ${tcp}` : `tls:${reachedBy} ${tls}`;
  if (!add) return null;
  const onlyHere = listeners.every(({ host }) => loopback.includes(host));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <p>{rehearsing ? 'The emulated bridges send their logs by themselves. On the shell of a real one (MMP) type:' : 'Type this on the shell (MMP) of each call bridge, and of each web bridge:'}</p>
      <CopyText text={`syslog server add ${add}\nsyslog enable`} testId="syslog-commands" />
      {onlyHere && <p className="text-muted">Only this machine reaches these ports so far. Set USHER_SYSLOG_HOST to an address that the bridges reach.</p>}
      <p className="text-xs text-muted">Whoever reaches these ports can write lines. They explain what happened; no meeting is changed by them.</p>
    </div>
  );
}

function UnknownHosts({ hosts }: { hosts: SyslogState['unknownHosts'] }) {
  return (
    <div>
      <p className="mb-1">These write here and are no connected call bridge. Web bridges belong here; for a call bridge, compare its name.</p>
      <ul tabIndex={0} aria-label="Hosts that are no connected call bridge" className="scroll-thin max-h-40 overflow-auto -outline-offset-2">
        {hosts.map(({ host, lines, lastAt }) => (
          <li key={host} className="flex gap-4 py-0.5">
            <span className="min-w-0 truncate font-medium" title={host}>
              {host}
            </span>
            <span className="shrink-0 text-muted tabular-nums">
              {linesWords(lines)}, last <Time at={lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function linesWords(count: number): string {
  return count === 1 ? '1 line' : `${count.toLocaleString()} lines`;
}
