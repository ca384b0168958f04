import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';

interface LogLinesProps {
  lines: DiagnosedMove['finding']['evidence'];
  /** How many there are besides. */
  more: number;
}

/** Lines as they were written, each with where it stands. */
export function LogLines({ lines, more }: LogLinesProps) {
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
      {more > 0 && <li className="px-2.5 text-xs text-muted">And {more.toLocaleString('en')} more</li>}
    </ul>
  );
}
