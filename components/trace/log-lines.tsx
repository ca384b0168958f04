import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';

/** Lines as they were written, each with where it stands. */
export function LogLines({ lines }: { lines: DiagnosedMove['finding']['evidence'] }) {
  return (
    <ul className="grid gap-1.5">
      {lines.map(({ file, line, text, source, written }, at) => (
        <li key={at} className="grid gap-x-3 rounded-md bg-sunken px-2.5 py-1.5 text-xs">
          <span className="text-muted [overflow-wrap:anywhere]">
            {source} {file}:{line}
            {written !== null && <span title="The time as it was written"> · {written}</span>}
          </span>
          <code dir="auto" className="font-mono [overflow-wrap:anywhere] whitespace-pre-wrap">
            {text}
          </code>
        </li>
      ))}
    </ul>
  );
}
