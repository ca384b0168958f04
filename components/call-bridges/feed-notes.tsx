import type { CallBridge } from '@/lib/meeting/call-bridge';
import { Ago } from '@/components/ui/ago';
import { Time } from '@/components/ui/time';

/** Since when a bridge runs, what went wrong between it and Usher, and what was done about it. Nothing where nothing is known. */
export function FeedNotes({ bridge: { upSince, healed, refused } }: { bridge: CallBridge }) {
  if (upSince === null && healed.count === 0 && refused.count === 0) return null;
  return (
    <p className="mt-1 text-xs text-muted" data-testid="bridge-feed-notes">
      {upSince !== null && (
        <span>
          Up since <Time at={upSince} />.{' '}
        </span>
      )}
      {healed.lastAt !== null && (
        <span title="Calls and people that turned out to be others than this bridge's events had told">
          Healed {healed.count}, last <Ago at={healed.lastAt} />.{' '}
        </span>
      )}
      {refused.lastAt !== null && (
        <span title="What this bridge sent and Usher could not take in">
          Not taken in {refused.count}, last <Ago at={refused.lastAt} />: {refused.last}
        </span>
      )}
    </p>
  );
}
