'use client';

import { useQuery } from '@tanstack/react-query';
import { forwardingWords } from '@/components/audit/forwarding-words';
import { auditForwardingQuery } from '@/components/queries/audit-forwarding';
import { Time } from '@/components/ui/time';

/** Whether the records get to the syslog server that was named; nothing where none was. */
export function ForwardingLine() {
  const { data } = useQuery(auditForwardingQuery());
  const forwarding = data?.forwarding;
  if (!forwarding) return null;
  const away = forwarding.state === 'away';
  return (
    <p role="status" className={away ? 'px-6 pb-2 text-sm text-failed' : 'px-6 pb-2 text-sm text-muted'} data-testid="audit-forwarding">
      {forwardingWords(forwarding)}
      {forwarding.state !== 'connected' && (
        <>
          , since <Time at={forwarding.since} />
        </>
      )}
    </p>
  );
}
