'use client';

import { useRef, type KeyboardEvent, type Ref } from 'react';
import { endOf } from '@/lib/trace/plain-text';
import { actorNames, actors } from '@/components/trace/step-arrows';
import { afterWords, sourceWords, stepLabel, type DrawnStep } from '@/components/trace/drawn-step';
import { StepArrowShape } from '@/components/trace/step-arrow-shape';
import { diagram, laneX, rowY } from '@/components/trace/diagram-measures';

interface TraceDiagramProps {
  steps: readonly DrawnStep[];
  asker: string;
  /** The step whose lines are shown. */
  chosen: number;
  onChoose: (step: number) => void;
  ref?: Ref<SVGSVGElement>;
}

/** Eleven arrows between six who take part, from top to bottom. One tab stop: the arrow keys go from step to step. */
export function TraceDiagram({ steps, asker, chosen, onChoose, ref }: TraceDiagramProps) {
  const rows = useRef<SVGGElement>(null);
  const height = rowY(steps.length) + diagram.foot;
  const walk = (event: KeyboardEvent) => {
    const index = steps.findIndex(({ step }) => step === chosen);
    const next = steps[event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : -1];
    if (!next) return;
    event.preventDefault();
    onChoose(next.step);
    rows.current?.querySelector<SVGGElement>(`[data-step="${next.step}"]`)?.focus();
  };
  return (
    <svg ref={ref} viewBox={`0 0 ${diagram.width} ${height}`} role="group" aria-label="The eleven steps of the move" className="mx-auto block h-auto w-full font-sans text-[13px]" style={{ maxWidth: diagram.width }}>
      <rect width={diagram.width} height={height} className="fill-raised" />
      <Lanes asker={asker} height={height} />
      <g ref={rows} onKeyDown={walk}>
        {steps.map((step, index) => (
          <StepRow key={step.step} step={step} y={rowY(index)} isChosen={step.step === chosen} onChoose={onChoose} />
        ))}
      </g>
    </svg>
  );
}

function Lanes({ asker, height }: { asker: string; height: number }) {
  return (
    <g aria-hidden>
      {actors.map((actor) => (
        <g key={actor}>
          <line x1={laneX(actor)} x2={laneX(actor)} y1={diagram.head - 12} y2={height - diagram.foot} className="stroke-line" />
          <text x={laneX(actor)} y={diagram.head - 24} textAnchor="middle" className="fill-ink font-medium">
            {actor === 'asker' ? asker : actorNames[actor]}
          </text>
        </g>
      ))}
      <line x1={0} x2={diagram.width} y1={diagram.head - 12} y2={diagram.head - 12} className="stroke-line" />
    </g>
  );
}

const inks = { known: 'fill-ink', unknown: 'fill-muted', failed: 'fill-failed' } as const;

interface StepRowProps {
  step: DrawnStep;
  /** Of its upper edge. */
  y: number;
  isChosen: boolean;
  onChoose: (step: number) => void;
}

function StepRow({ step, y, isChosen, onChoose }: StepRowProps) {
  const { arrow, what, state, time, afterMs, source } = step;
  const middle = y + diagram.row / 2;
  return (
    <g
      role="button"
      data-step={step.step}
      tabIndex={isChosen ? 0 : -1}
      aria-pressed={isChosen}
      aria-label={stepLabel(step)}
      onClick={() => onChoose(step.step)}
      onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && onChoose(step.step)}
      className="group cursor-pointer outline-none"
    >
      {/* The label says it all, in one piece. What is written ends in a space, so that it reads as words where it is taken as text. */}
      <g aria-hidden>
        <rect
          data-row
          x={1}
          y={y + 1}
          width={diagram.width - 2}
          height={diagram.row - 2}
          rx={4}
          strokeWidth={1.5}
          className={`fill-transparent group-focus-visible:stroke-accent ${isChosen ? 'stroke-accent/40' : 'stroke-transparent group-hover:stroke-line'}`}
        />
        <text x={30} y={middle + 5} textAnchor="end" className={`${state === 'failed' ? 'fill-failed' : 'fill-muted'} font-medium`}>
          {`${step.step} `}
        </text>
        <text x={44} y={middle + 5} className={`${inks[state]} font-mono text-[12px]`}>
          {`${time} `}
        </text>
        <text x={204} y={middle + 5} textAnchor="end" className="fill-muted text-[11px]">
          {`${afterWords(afterMs)} `}
        </text>
        <StepArrowShape arrow={arrow} state={state} y={y + diagram.arrow} />
        <text
          x={Math.min(laneX(arrow.from), laneX(arrow.to)) + 10}
          y={y + diagram.label}
          strokeWidth={4}
          strokeLinejoin="round"
          paintOrder="stroke"
          className={`${inks[state]} stroke-raised text-[12px]`}
        >
          {`${what} `}
        </text>
        <text x={diagram.width - 12} y={middle + 5} textAnchor="end" className={`${source === null ? 'fill-muted' : 'fill-ink'} text-[11px]`}>
          {/* The end tells most: the line, and which of several archives. */}
          {endOf(sourceWords(step), diagram.sourceLetters)}
        </text>
      </g>
    </g>
  );
}
