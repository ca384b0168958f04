import { stepWords } from '@/lib/trace/step-words';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import { stepArrows, wayWords, type StepArrow } from '@/components/trace/step-arrows';

export type StepState = 'known' | 'unknown' | 'failed';

/** One of the eleven steps as it is shown. */
export interface DrawnStep {
  readonly step: number;
  readonly arrow: StepArrow;
  /** What happens in it. */
  readonly what: string;
  /** Who takes part. */
  readonly way: string;
  readonly state: StepState;
  /** In the time zone that is asked for, with milliseconds; "?" where nothing shows it. */
  readonly time: string;
  /** Milliseconds after the first step that is known; null where that says nothing. */
  readonly afterMs: number | null;
  /** As in `log cbcms1.log:12`; null where nothing shows it. */
  readonly source: string | null;
  readonly lines: DiagnosedMove['steps'][number]['shownBy'];
  /** How many more lines show it. */
  readonly more: number;
}

export interface DrawingTerms {
  /** As in `Europe/Berlin`. */
  readonly timeZone: string;
  /** Who asked for the move: Usher, where it was Usher. */
  readonly asker: string;
}

/** The steps of a move as they are shown: what nothing tells of stays unknown. */
export function drawnSteps({ steps, finding }: DiagnosedMove, { timeZone, asker }: DrawingTerms): DrawnStep[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
  const firstMs = Math.min(...steps.flatMap(({ at }) => (at === null ? [] : [Date.parse(at)])));
  return steps.flatMap(({ step, at, source, file, line, shownBy, more }) => {
    const arrow = stepArrows[step - 1];
    if (!arrow) return [];
    const atMs = at === null ? null : Date.parse(at);
    const afterMs = atMs === null || atMs === firstMs ? null : atMs - firstMs;
    const state = step === finding.step ? 'failed' : at === null ? 'unknown' : 'known';
    return [{
      step, arrow, state, afterMs, lines: shownBy, more,
      what: stepWords[step - 1] ?? '',
      way: wayWords(arrow, asker),
      time: atMs === null ? '?' : clock.format(atMs),
      source: source === null ? null : `${source} ${file ?? ''}${line === null ? '' : `:${line}`}`,
    }];
  });
}

/** What is said at the end of a step's row: where it is shown, or that it is not. */
export function sourceWords({ source, state }: DrawnStep): string {
  return source ?? (state === 'failed' ? 'did not come about' : 'not known');
}

/** Of a step, for whoever does not see it drawn: what is written there, in that order, and who takes part. */
export function stepLabel(step: DrawnStep): string {
  const written = [step.step, step.time, afterWords(step.afterMs), step.what, sourceWords(step)].filter((part) => part !== '');
  return `${written.join(' ')}. ${step.way}.${step.state === 'failed' ? ' Here it failed.' : ''}`;
}

const figures = new Intl.NumberFormat('en');

/** "+33 ms", or "-5 ms" of a clock that is behind. */
export function afterWords(afterMs: number | null): string {
  return afterMs === null ? '' : `${afterMs < 0 ? '−' : '+'}${figures.format(Math.abs(afterMs))} ms`;
}
