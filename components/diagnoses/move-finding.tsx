import type { ReactNode } from 'react';
import { CircleCheck, CircleHelp, CircleX, Hourglass, TriangleAlert } from 'lucide-react';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import { adviceFor, causeSentence } from '@/lib/trace/finding-words';
import { stepWords } from '@/lib/trace/step-words';
import { confidenceLabels, symptomLabels } from '@/components/diagnoses/finding-labels';
import { LogLines } from '@/components/trace/log-lines';
import type { Tone } from '@/components/ui/badge';
import { Fact, Facts } from '@/components/ui/facts';

const signs: Readonly<Record<Tone, typeof CircleX>> = { proven: CircleCheck, waiting: TriangleAlert, failed: CircleX, neutral: CircleHelp, accent: CircleHelp };
const inks: Readonly<Record<Tone, string>> = { proven: 'text-proven', waiting: 'text-waiting', failed: 'text-failed', neutral: 'text-muted', accent: 'text-accent' };

/** What a move came to, why, how sure that is, what shows it, and what to do next. @param children facts of whose move it was, where these do not stand beside it */
export function MoveFinding({ move, children }: { move: DiagnosedMove; children?: ReactNode }) {
  const { symptom, step, cause, otherCauses, confidence, evidence, moreEvidence, numericId, words, advice } = move.finding;
  const { tone } = symptomLabels[symptom];
  const isUnderWay = symptom === 'under-way';
  const Sign = isUnderWay ? Hourglass : signs[tone];
  const sure = confidenceLabels[confidence];
  const isOpen = cause === 'insufficient-evidence';
  // Causes that it could be stand in a list of their own.
  const next = isOpen ? adviceFor({ ...move.finding, otherCauses: [] }) : advice;
  return (
    <div className="grid gap-4">
      <div className="flex items-start gap-3">
        <Sign size={20} aria-hidden className={`shrink-0 ${inks[tone]}`} />
        <div className="grid gap-1">
          <p className="text-base font-medium">{words}</p>
          {next && <p className="max-w-3xl text-sm">{next}</p>}
        </div>
      </div>
      <Facts>
        {children}
        {!isUnderWay && (
          <Fact name="How sure">
            {sure.label}. <span className="text-muted">{sure.words}</span>
          </Fact>
        )}
        {step !== null && (
          <Fact name="Failed step">
            {step}: {stepWords[step - 1]}
          </Fact>
        )}
        {cause !== null && !isOpen && (
          <Fact name="Cause">
            {causeSentence(cause)} <code className="font-mono text-xs text-muted">{cause}</code>
          </Fact>
        )}
        {numericId && <Fact name="Sent to">{numericIdWords(numericId)}</Fact>}
      </Facts>
      {otherCauses.length > 0 && (
        <div className="grid gap-1 text-sm">
          <h2 className="font-medium">{isOpen ? 'It could be' : 'Also fits'}</h2>
          <ul className="grid gap-0.5">
            {otherCauses.map((other) => (
              <li key={other}>
                {causeSentence(other)} <code className="font-mono text-xs text-muted">{other}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {evidence.length > 0 && (
        <div className="grid gap-1.5">
          <h2 className="text-sm font-medium">What shows it</h2>
          <LogLines lines={evidence} more={moreEvidence} />
        </div>
      )}
    </div>
  );
}

type NumericId = NonNullable<DiagnosedMove['finding']['numericId']>;

const isOfTargetWords = { true: 'which the target has', false: 'which the target does not have', null: 'nobody said which ones the target has' } as const;

function numericIdWords({ ids, isOfTarget }: NumericId): string {
  return `${ids.length === 1 ? 'Numeric id' : 'Numeric ids'} ${ids.join(', ')}; ${isOfTargetWords[`${isOfTarget}`]}`;
}
