import type { Verdict } from '@/lib/move/verdict';
import type { DiagnosedMove, LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import { moveText } from '@/lib/trace/diagnosis-text';

/** What a bundle says besides the move itself. */
export interface BundleNotes {
  readonly versions: { readonly usher: string; readonly callBridges?: LiveDiagnosis['callBridges'] };
  /** What Usher said before the move; null where it was asked of somebody else. */
  readonly verdict: Verdict | null;
  readonly assumed: readonly string[];
  /** Where it comes from: an order, or files. */
  readonly from: Readonly<Record<string, unknown>>;
}

export interface SupportBundle extends BundleNotes {
  /** When, by which browser. */
  readonly made: { readonly at: string; readonly by: string };
  readonly move: DiagnosedMove;
  /** Every line that shows something, by the file or bridge that has it, in its order there. */
  readonly excerpts: Readonly<Record<string, readonly { readonly line: number; readonly at: string; readonly text: string }[]>>;
  readonly text: string;
  /** The drawing of the steps; null where there is none. */
  readonly svg: string | null;
}

/** All that somebody needs who is asked for help with a move, and no secrets: lines of logs come without them. */
export function supportBundle(move: DiagnosedMove, notes: BundleNotes, made: SupportBundle['made'] & { readonly svg: string | null }): SupportBundle {
  const { svg, ...maker } = made;
  return { made: maker, ...notes, move, excerpts: excerptsOf(move), text: moveText(move), svg };
}

function excerptsOf({ steps, finding }: DiagnosedMove): SupportBundle['excerpts'] {
  const lines = [...steps.flatMap(({ shownBy }) => shownBy), ...finding.evidence].sort((a, b) => a.line - b.line);
  const files = [...new Set(lines.map(({ file }) => file))];
  return Object.fromEntries(
    files.map((file) => {
      const once = new Map(lines.filter((one) => one.file === file).map(({ line, at, text }) => [`${line} ${text}`, { line, at, text }]));
      return [file, [...once.values()]];
    }),
  );
}
