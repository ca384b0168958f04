import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { TestResult } from '@/components/call-bridges/results';

const labels: Record<string, string> = {
  address: 'Address',
  connection: 'Connection',
  certificate: 'Certificate',
  account: 'Account',
  role: 'Role',
  version: 'Version',
  events: 'Events',
  cluster: 'Cluster',
};

/** What a test found, one line a step, up to what is in the way. */
export function TestSteps({ steps }: { steps: TestResult['steps'] }) {
  return (
    <ul className="grid gap-1.5 text-sm" data-testid="test-steps">
      {steps.map(({ step, ok, detail }) => (
        <li key={step} className="flex items-start gap-2">
          {ok === true && <CircleCheck size={16} aria-label="In order" className="mt-0.5 shrink-0 text-proven" />}
          {ok === null && <TriangleAlert size={16} aria-label="Worth knowing" className="mt-0.5 shrink-0 text-waiting" />}
          {ok === false && <CircleX size={16} aria-label="Failed" className="mt-0.5 shrink-0 text-failed" />}
          <span className="w-24 shrink-0 text-muted">{labels[step] ?? step}</span>
          <span className={ok === false ? 'text-failed' : ok === null ? 'text-waiting' : ''}>{detail}</span>
        </li>
      ))}
    </ul>
  );
}
