import { stepWords } from '@/lib/trace/step-words';
import type { DiagnosedMove, DiagnosisReport } from '@/lib/trace/diagnosis-report';

const confidenceWords = { high: 'sure', medium: 'likely', low: 'not sure' } as const;

/** A diagnosis as plain text, for a terminal or a mail. */
export function diagnosisText({ moves, skipped, assumed }: DiagnosisReport): string {
  const found = moves.length === 0 ? 'No move was found in these files.' : moves.map(moveText).join('\n\n');
  const notes = [...assumed, ...skipped.map(({ file, line, why }) => `${file}${line === null ? '' : `:${line}`}: ${why}`)];
  return [found, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}

/** One move: who, how it went, the eleven steps, what shows it. */
export function moveText(move: DiagnosedMove): string {
  const { finding, steps } = move;
  const title = `${move.name ?? 'Somebody'} (${move.participant ?? 'the files do not say who'}${move.newParticipant === null ? '' : `, then ${move.newParticipant}`})`;
  const way = `from ${move.from.name ?? 'a meeting that the files do not name'} to ${move.to.name ?? (move.to.call === null ? 'a meeting that the files do not name' : `call ${move.to.call}`)}`;
  const day = steps.find(({ at }) => at !== null)?.at?.slice(0, 10);
  return [
    title,
    day === undefined ? way : `${way}, on ${day}, times in UTC`,
    `${finding.words}${finding.cause === null ? '' : ` (${confidenceWords[finding.confidence]}; ${finding.cause}${finding.step === null ? '' : `, step ${finding.step}`})`}`,
    ...(finding.advice === '' ? [] : [finding.advice]),
    '',
    ...steps.map(({ step, at, source, file, line }) => {
      const when = at === null ? '?'.padEnd(12) : at.slice(11, 23);
      const where = file === null ? 'not shown' : `${source} ${file}:${line}`;
      return `${String(step).padStart(3)}  ${when}  ${(stepWords[step - 1] ?? '').padEnd(48)}  ${where}`;
    }),
    ...(finding.evidence.length === 0 ? [] : ['', 'What shows it:', ...finding.evidence.map(({ file, line, text }) => `  ${file}:${line}: ${text}`), ...(finding.moreEvidence === 0 ? [] : [`  and ${finding.moreEvidence} more`])]),
  ].join('\n');
}
