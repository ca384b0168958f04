import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { Notice } from '@/components/ui/notice';

/** What was assumed because no file says it, and what of the files was not read. */
export function ReportNotes({ report: { assumed, skipped } }: { report: DiagnosisReport }) {
  return (
    <>
      {assumed.length > 0 && (
        <Notice tone="waiting">
          <ul className="grid gap-0.5">
            {assumed.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      {skipped.length > 0 && (
        <details className="rounded-md border bg-raised px-3 py-2 text-sm" open={skipped.length <= 5}>
          <summary className="w-fit rounded-sm text-muted hover:text-ink">Not all was read ({skipped.length})</summary>
          <ul className="mt-2 grid gap-1">
            {skipped.map(({ file, line, why }, at) => (
              <li key={at} className="[overflow-wrap:anywhere]">
                <span dir="auto" className="font-mono text-xs">
                  {file}
                  {line !== null && `:${line}`}
                </span>{' '}
                <span className="text-muted">{why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
