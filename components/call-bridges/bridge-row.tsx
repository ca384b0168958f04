'use client';

import { useState, type ReactNode } from 'react';
import { Pencil, Radar, ScrollText, Trash2 } from 'lucide-react';
import type { CallBridge, CallBridgeState, FeedState } from '@/lib/meeting/call-bridge';
import clsx from 'clsx';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { useAgeSeconds } from '@/components/call-bridges/age';
import { CallRecordsLine } from '@/components/call-bridges/call-records-line';
import { FeedNotes } from '@/components/call-bridges/feed-notes';
import { SyslogLine } from '@/components/call-bridges/syslog-line';
import { TracingLine } from '@/components/call-bridges/tracing-line';
import { agoWords } from '@/components/ui/ago-words';
import { OptionsMenu } from '@/components/ui/options-menu';
import { Time } from '@/components/ui/time';

const states: Record<CallBridgeState, { label: string; tone: string }> = {
  connected: { label: 'Live', tone: 'text-proven' },
  connecting: { label: 'Connecting', tone: 'text-waiting' },
  away: { label: 'Away', tone: 'text-failed' },
};

const feeds: Record<FeedState, string> = { active: 'Events', polling: 'Asked every few seconds', waiting: 'Events being set up', off: 'Off' };

const soonMs = 30 * 86_400_000;

/** The columns of a card where there is room; its heading stands over the same ones. */
export const bridgeTracks = 'grid gap-x-4 lg:grid-cols-[minmax(150px,2fr)_minmax(110px,1fr)_64px_64px_minmax(150px,1.4fr)_minmax(120px,1fr)_72px_36px]';

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

/** One call bridge: a line of a table, or folded under its name where that has no room. */
export function BridgeRow({ bridge, deeds, setTracing }: BridgeRowProps) {
  const { name, address, problem, alarms } = bridge;
  return (
    <li className="border-t px-4 py-2.5" data-testid={`call-bridge-${bridge.id}`}>
      <div className={clsx(bridgeTracks, 'grid-cols-[minmax(0,1fr)_36px] items-center gap-y-2 text-sm')}>
        <div className="min-w-0">
          <p className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="truncate text-xs text-muted" title={address}>
            {address}
          </p>
        </div>
        <div className="grid grid-cols-2 gap-x-4 gap-y-2 max-lg:col-span-2 max-lg:row-start-2 sm:grid-cols-3 lg:contents">
          <BridgeCells bridge={bridge} />
        </div>
        {deeds && <RowMenu bridge={bridge} deeds={deeds} />}
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

function BridgeCells({ bridge }: { bridge: CallBridge }) {
  const { state, since, version, load, requestsInFlight } = bridge;
  const isAway = state === 'away';
  const asItWas = isAway ? 'As it was when the call bridge was last heard' : undefined;
  return (
    <>
      <Cell name="State">
        <p className={clsx('font-medium', states[state].tone)}>{states[state].label}</p>
        <p className="truncate text-xs text-muted">
          since <Time at={since} />
        </p>
      </Cell>
      <Cell name="Version" className={clsx(isAway && 'text-muted')} title={asItWas}>
        {version ?? 'Not known'}
      </Cell>
      <Cell name="Load" className={clsx(isAway && 'text-muted')} title={asItWas}>
        {load === null ? 'Not known' : `${Math.round(load)} %`}
      </Cell>
      <Cell name="Feeds">
        <p className={clsx('truncate', (isAway || bridge.feeds.events !== 'active') && 'text-waiting')}>{isAway ? 'Nothing comes in' : feeds[bridge.feeds.events]}</p>
        <p className="truncate text-xs text-muted">
          <Staleness bridge={bridge} />
        </p>
      </Cell>
      <Cell name="Certificate">
        <CertificateWords expiresAt={bridge.certificateExpiresAt} />
      </Cell>
      <Cell name="Requests" title="Requests that Usher has open at this bridge right now">
        {requestsInFlight}
      </Cell>
    </>
  );
}

/** One thing that is known of a bridge. Its name is read out; it is seen where no heading stands above. */
function Cell({ name, title, className, children }: { name: string; title?: string; className?: string; children: ReactNode }) {
  return (
    <div className={clsx('min-w-0', className)} title={title}>
      <p className="text-xs text-muted lg:sr-only">{name}</p>
      {children}
    </div>
  );
}

/** How old the newest word from the bridge is. */
function Staleness({ bridge }: { bridge: CallBridge }) {
  const seconds = useAgeSeconds(bridge, bridge.stalenessMs);
  return <>{seconds === null ? 'No word yet' : `Last word ${agoWords(seconds)}`}</>;
}

function CertificateWords({ expiresAt }: { expiresAt: string | null }) {
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
    <OptionsMenu
      label={`Options for ${bridge.name}`}
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
