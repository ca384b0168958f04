'use client';

import { ArrowRightLeft, EllipsisVertical, ExternalLink, PinOff } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Meeting } from '@/lib/meeting/meeting';
import { isToBe } from '@/lib/move/meeting-to-be';
import { unpinMeeting, type Pin } from '@/components/board/pinned';
import { useBridgeConditions, useLiveStore } from '@/components/live/live-provider';
import { bridgeNames } from '@/components/meeting/bridge-names';
import { MeetingBadges } from '@/components/meeting/meeting-badges';
import { Badge } from '@/components/ui/badge';
import { Menu } from '@/components/ui/menu';

interface ColumnHeadProps {
  pin: Pin;
  meeting: Meeting | null;
  /** Looks for a target for everybody in the meeting; null for whoever may not move people. */
  onEverybody: ((meeting: string) => void) | null;
}

/** A column's name, where it runs, how many are in it, and what is special about it. */
export function ColumnHead({ pin, meeting, onEverybody }: ColumnHeadProps) {
  useBridgeConditions();
  const bridges = useLiveStore().picture.callBridges;
  const name = meeting?.name ?? pin.name;
  const observed = meeting !== null && meeting.calls.some(({ callBridge }) => bridges.get(callBridge)?.cluster.mode === 'observe');
  const where = meeting ? [meeting.cluster.name, bridgeNames(meeting, bridges).join(', ')].filter(Boolean).join(' · ') : isToBe(pin.id) && pin.cluster ? `${pin.cluster.name} · no meeting yet` : 'Ended';
  return (
    <header className="border-b px-3 pt-2 pb-2">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold" title={name}>
          {meeting ? (
            <Link href={`/meetings/${encodeURIComponent(pin.id)}`} className="hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}
        </h2>
        {meeting && (
          <span className="text-base font-semibold" title={`${meeting.participantCount} people`} data-testid="people-count">
            {meeting.participantCount}
            <span className="sr-only"> people</span>
          </span>
        )}
        <ColumnMenu pin={pin} name={name} live={meeting !== null} onEverybody={onEverybody} />
      </div>
      <div className="flex h-5 items-center gap-1">
        <p className="min-w-0 flex-1 truncate text-xs text-muted" title={where}>
          {where}
        </p>
        {observed && <Badge tone="waiting" title={`Nothing is sent to ${meeting.cluster.name}.`}>Observed</Badge>}
        {meeting && <MeetingBadges meeting={meeting} brief />}
      </div>
    </header>
  );
}

function ColumnMenu({ pin, name, live, onEverybody }: Pick<ColumnHeadProps, 'pin' | 'onEverybody'> & { name: string; live: boolean }) {
  const router = useRouter();
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Options for ${name}`}
          className="grid size-6 pointer-coarse:-my-1.5 pointer-coarse:-mr-1.5 pointer-coarse:size-9 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          <EllipsisVertical size={15} aria-hidden />
        </button>
      }
      entries={[
        ...(live && onEverybody ? [{ label: 'Move everybody to…', icon: <ArrowRightLeft size={14} aria-hidden />, onSelect: () => onEverybody(pin.id) }] : []),
        ...(live ? [{ label: 'Open the meeting', icon: <ExternalLink size={14} aria-hidden />, onSelect: () => router.push(`/meetings/${encodeURIComponent(pin.id)}`) }] : []),
        { label: 'Take off the board', icon: <PinOff size={14} aria-hidden />, onSelect: () => unpinMeeting(pin.id) },
      ]}
    />
  );
}
