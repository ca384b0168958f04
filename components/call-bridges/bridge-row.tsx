'use client';

import { useState } from 'react';
import { EllipsisVertical, Pencil, Radar, ScrollText, Trash2 } from 'lucide-react';
import type { CallBridge, CallBridgeState, FeedState } from '@/lib/meeting/call-bridge';
import clsx from 'clsx';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { useAgeSeconds } from '@/components/call-bridges/age';
import { CallRecordsLine } from '@/components/call-bridges/call-records-line';
import { FeedNotes } from '@/components/call-bridges/feed-notes';
import { SyslogLine } from '@/components/call-bridges/syslog-line';
import { TracingLine } from '@/components/call-bridges/tracing-line';
import { agoWords } from '@/components/ui/ago-words';
import { Menu } from '@/components/ui/menu';
import { Time } from '@/components/ui/time';

const states: Record<CallBridgeState, { label: string; tone: string }> = {
  connected: { label: 'Live', tone: 'text-proven' },
  connecting: { label: 'Connecting', tone: 'text-waiting' },
  away: { label: 'Away', tone: 'text-failed' },
};

const feeds: Record<FeedState, string> = { active: 'Events', polling: 'Asked every few seconds', waiting: 'Events being set up', off: 'Off' };

const soonMs = 30 * 86_400_000;

/** The columns of a card; its heading stands over the same ones. */
export const bridgeTracks = 'grid grid-cols-[minmax(150px,2fr)_minmax(110px,1fr)_64px_64px_minmax(150px,1.4fr)_minmax(120px,1fr)_72px_32px] gap-4';

export interface BridgeDeeds {
  onEdit: (bridge: CallBridge) => void;
  onDiscover: (bridge: CallBridge) => void;
  onRemove: (bridge: CallBridge) => void;
  onTrace: (bridge: CallBridge) => void;
}

interface BridgeRowProps {
  bridge: CallBridge;
  /** These two are null for who may only look. */
  deeds: BridgeDeeds | null;
  setTracing: CallBridgeActions['setTracing'] | null;
}

/** One call bridge. */
export function BridgeRow({ bridge, deeds, setTracing }: BridgeRowProps) {
  const { name, address, state, since, version, load, requestsInFlight, problem, alarms } = bridge;
  const isAway = state === 'away';
  const asItWas = isAway ? 'As it was when the call bridge was last heard' : undefined;
  return (
    <li className="border-t px-4 py-2.5" data-testid={`call-bridge-${bridge.id}`}>
      <div className={clsx(bridgeTracks, 'items-center text-sm')}>
        <div className="min-w-0">
          <p className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="truncate text-xs text-muted" title={address}>
            {address}
          </p>
        </div>
        <div className="min-w-0">
          <p className={clsx('font-medium', states[state].tone)}>{states[state].label}</p>
          <p className="truncate text-xs text-muted">
            since <Time at={since} />
          </p>
        </div>
        <div className={clsx(isAway && 'text-muted')} title={asItWas}>
          {version ?? 'Not known'}
        </div>
        <div className={clsx(isAway && 'text-muted')} title={asItWas}>
          {load === null ? 'Not known' : `${Math.round(load)} %`}
        </div>
        <div className="min-w-0">
          <p className={clsx('truncate', (isAway || bridge.feeds.events !== 'active') && 'text-waiting')}>{isAway ? 'Nothing comes in' : feeds[bridge.feeds.events]}</p>
          <p className="truncate text-xs text-muted">
            <Staleness bridge={bridge} />
          </p>
        </div>
        <CertificateCell expiresAt={bridge.certificateExpiresAt} />
        <div title="Requests that Usher has open at this bridge right now">{requestsInFlight}</div>
        {deeds ? <RowMenu bridge={bridge} deeds={deeds} /> : <span />}
      </div>
      {problem && (
        <p className="mt-1 text-sm text-failed" data-testid="bridge-problem">
          {problem.detail}
        </p>
      )}
      {bridge.callRecords?.problem && (
        <p className="mt-1 text-sm text-waiting" data-testid="call-records-problem">
          {bridge.callRecords.problem}
        </p>
      )}
      <div className="flex flex-wrap items-baseline gap-x-4">
        <FeedNotes bridge={bridge} />
        <CallRecordsLine bridge={bridge} />
        <SyslogLine bridge={bridge} />
        {setTracing && <TracingLine bridge={bridge} setTracing={setTracing} />}
      </div>
      {alarms.length > 0 && <p className="mt-1 text-sm text-waiting">Alarms: {alarms.join(', ')}</p>}
    </li>
  );
}

/** How old the newest word from the bridge is. */
function Staleness({ bridge }: { bridge: CallBridge }) {
  const seconds = useAgeSeconds(bridge, bridge.stalenessMs);
  return <>{seconds === null ? 'No word yet' : `Last word ${agoWords(seconds)}`}</>;
}

function CertificateCell({ expiresAt }: { expiresAt: string | null }) {
  const [now] = useState(() => Date.now());
  if (expiresAt === null) return <span className="text-muted">None</span>;
  const left = Date.parse(expiresAt) - now;
  return (
    <span className={clsx('truncate', left < 0 ? 'text-failed' : left < soonMs && 'text-waiting')} title={`Certificate valid until ${expiresAt}`}>
      {left < 0 ? 'Expired ' : 'Until '}
      {expiresAt.slice(0, 10)}
    </span>
  );
}

function RowMenu({ bridge, deeds }: { bridge: CallBridge; deeds: BridgeDeeds }) {
  return (
    <Menu
      trigger={
        <button type="button" aria-label={`Options for ${bridge.name}`} className="grid size-7 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink">
          <EllipsisVertical size={15} aria-hidden />
        </button>
      }
      entries={[
        { label: 'Find others of the cluster', icon: <Radar size={14} aria-hidden />, onSelect: () => deeds.onDiscover(bridge) },
        { label: 'Detailed tracing…', icon: <ScrollText size={14} aria-hidden />, onSelect: () => deeds.onTrace(bridge) },
        ...(bridge.origin === 'configured'
          ? [
              { label: 'Edit…', icon: <Pencil size={14} aria-hidden />, onSelect: () => deeds.onEdit(bridge) },
              { label: 'Remove…', danger: true, icon: <Trash2 size={14} aria-hidden />, onSelect: () => deeds.onRemove(bridge) },
            ]
          : []),
      ]}
    />
  );
}
