'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Rehearsal } from '@/lib/rehearsal/rehearsal';
import { rehearsalQuery } from '@/components/queries/rehearsal';
import type { RehearsalActions } from '@/components/rehearsal/actions';
import { ArmFaultForm } from '@/components/rehearsal/arm-fault-form';
import { ArmedFaults } from '@/components/rehearsal/armed-faults';
import { HappenedList } from '@/components/rehearsal/happened-list';
import { SpeedChoice } from '@/components/rehearsal/speed-choice';
import { Section } from '@/components/settings/section';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';

interface RehearsalPageProps {
  actions: RehearsalActions;
  mayChange: boolean;
}

/** The emulator: what is armed to go wrong, and what happened. */
export function RehearsalPage({ actions, mayChange }: RehearsalPageProps) {
  const { data, error, isPending, refetch } = useQuery(rehearsalQuery());
  const client = useQueryClient();
  const changed = () => void client.invalidateQueries({ queryKey: rehearsalQuery().queryKey });
  return (
    <div className="max-w-5xl">
      <PageHead title="Rehearsal">These bridges are emulated. Let something go wrong here, move people, and see what Usher makes of it.</PageHead>
      {isPending && <SkeletonRows rows={6} label="Loading the rehearsal" />}
      {error && !data && <ProblemState detail={error.message} onRetry={() => void refetch()} />}
      {error && data && (
        <div className="mx-6 mb-4">
          <Notice tone="waiting">{error.message} What stands here may be old.</Notice>
        </div>
      )}
      {data && (
        <>
          <Stage rehearsal={data} actions={actions} mayChange={mayChange} onChanged={changed} />
          <Section title="Let something go wrong">
            {mayChange ? <ArmFaultForm rehearsal={data} arm={actions.arm} onArmed={changed} /> : <p className="text-sm text-muted">Operators can arm faults.</p>}
            <ArmedFaults armed={data.armed} clear={mayChange ? actions.clear : null} onCleared={changed} />
          </Section>
          <Section title="What happened">
            <HappenedList happened={data.happened} />
          </Section>
        </>
      )}
    </div>
  );
}

interface StageProps extends RehearsalPageProps {
  rehearsal: Rehearsal;
  onChanged: () => void;
}

function Stage({ rehearsal: { scenario, speed, webApps }, actions, mayChange, onChanged }: StageProps) {
  return (
    <Section title="The stage">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
        <dt className="text-muted">Scenario</dt>
        <dd>{scenario}</dd>
        <dt className="text-muted">Speed</dt>
        <dd>
          <SpeedChoice speed={speed} setSpeed={mayChange ? actions.setSpeed : null} onChanged={onChanged} />
        </dd>
        <dt className="text-muted">Guests join at</dt>
        <dd className="flex flex-wrap gap-x-4">
          {webApps.map((url) => (
            <a key={url} href={url} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
              {new URL(url).host}
            </a>
          ))}
        </dd>
      </dl>
    </Section>
  );
}
