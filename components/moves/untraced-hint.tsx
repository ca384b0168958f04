import Link from 'next/link';
import { useTraceTerms } from '@/components/trace/trace-terms';
import { Notice } from '@/components/ui/notice';

/** That a bridge's log would tell more if it traced the requests to its API, and the way to have it do so. */
export function UntracedHint({ bridge: { id, name } }: { bridge: { readonly id: string; readonly name: string } }) {
  const { mayTrace } = useTraceTerms();
  return (
    <Notice>
      The log of {name} does not show the requests to its API. With them, the next move there shows who asked for it, with what, and what the call bridge answered.{' '}
      {mayTrace ? (
        <Link href={`/call-bridges?trace=${encodeURIComponent(id)}`} className="font-medium underline underline-offset-2">
          Switch on detailed tracing at {name}
        </Link>
      ) : (
        'An administrator can switch on detailed tracing there.'
      )}
    </Notice>
  );
}
