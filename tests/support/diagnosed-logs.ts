import { byZones } from '@/lib/trace/clock/by-zones';
import { diagnose, type Diagnosis } from '@/lib/trace/diagnose';
import type { FaultCause } from '@/lib/trace/faults';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogClock } from '@/lib/trace/log/log-clock';
import { LogReader } from '@/lib/trace/log/log-reader';
import type { NodeLogs } from './node-logs';
import type { Shake } from './shaken-logs';

/** What logs come to, read as files that somebody saved. */
export function diagnosed(logs: NodeLogs): Diagnosis[] {
  const heard: Heard[] = [];
  const clock = new LogClock({ timeZone: null, nowMs: Date.now() });
  for (const [node, lines] of Object.entries(logs)) {
    const reader = new LogReader(`${node}.log`, (line) => {
      const one = heardIn(line, (time) => clock.msOf(time));
      if (one) heard.push(one);
    });
    for (const [at, line] of lines.entries()) reader.read(line, at + 1);
    reader.finish();
  }
  return diagnose(byZones(heard, { said: null, usual: null }).heard);
}

/** Of logs of which more is missing, less can be asked for. In thousandths. */
const readableLoss = 200;

/**
 * What a diagnosis says of somebody that is not so: a wrong cause surely; or, of logs that are nearly whole, a wrong one as the likely one
 * of several among which the right one is not.
 * @param old whom they were before the move
 */
export function misled(found: readonly Diagnosis[], old: string, expected: FaultCause | 'joined', { lost }: Pick<Shake, 'lost'>): string[] {
  return found.flatMap(({ move, finding: { cause, otherCauses, confidence, symptom } }) => {
    if (move.participant !== old || cause === expected || confidence === 'low') return [];
    if (cause === null) return expected === 'joined' || confidence !== 'high' ? [] : [`surely ${symptom}`];
    const isNamed = expected !== 'joined' && otherCauses.includes(expected);
    const isWrong = confidence === 'high' || (!isNamed && lost <= readableLoss);
    return isWrong ? [`${expected}: ${confidence} ${cause} of ${otherCauses.join(', ')}`] : [];
  });
}
