'use client';

import type { CallBridge } from '@/lib/meeting/call-bridge';
import { useAgeSeconds } from '@/components/call-bridges/age';
import { agoWords } from '@/components/ui/ago-words';

/** Whether a bridge's log comes in, and how old its newest line is. Nothing where no port is open for it. */
export function SyslogLine({ bridge }: { bridge: CallBridge }) {
  const seconds = useAgeSeconds(bridge, bridge.syslogAgeMs);
  if (bridge.feeds.syslog === 'off') return null;
  return (
    <p className="mt-1 text-xs text-muted tabular-nums" data-testid="bridge-syslog">
      Syslog: {seconds === null ? 'no line yet' : `last line ${agoWords(seconds)}`}.
    </p>
  );
}
