import type { StepArrow } from '@/components/trace/step-arrows';
import type { StepState } from '@/components/trace/drawn-step';
import { laneX } from '@/components/trace/diagram-measures';

const strokes = { known: 'stroke-accent', unknown: 'stroke-muted', failed: 'stroke-failed' } as const;
const tip = 6;

/** An arrow from one line to another, or a loop at one. Dashed where nothing shows the step, with a cross where it failed. @param y of the arrow */
export function StepArrowShape({ arrow: { from, to, by }, state, y }: { arrow: StepArrow; state: StepState; y: number }) {
  const [start, end] = [laneX(from), laneX(to)];
  const isLoop = from === to;
  const direction = end > start ? 1 : -1;
  return (
    <g aria-hidden fill="none" strokeWidth={1.75} strokeLinecap="round" strokeLinejoin="round" className={strokes[state]}>
      <path d={isLoop ? loop(start, y) : `M${start} ${y}H${end - direction * 2}`} strokeDasharray={state === 'known' ? undefined : '2 6'} />
      {state === 'failed' ? (
        <path d={cross(isLoop ? start + 24 : (start + end) / 2, y)} strokeWidth={2.5} />
      ) : (
        <path d={isLoop ? head(start + 2, y + 5, -1) : head(end - direction * 2, y, direction)} />
      )}
      {by && <circle cx={laneX(by)} cy={y} r={3.5} className="fill-raised" />}
    </g>
  );
}

function loop(x: number, y: number): string {
  return `M${x} ${y - 5}h18a5 5 0 0 1 0 10h-16`;
}

/** @param direction 1 to the right, -1 to the left */
function head(x: number, y: number, direction: number): string {
  return `M${x - direction * tip} ${y - tip / 1.5}L${x} ${y}L${x - direction * tip} ${y + tip / 1.5}`;
}

function cross(x: number, y: number): string {
  return `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`;
}
