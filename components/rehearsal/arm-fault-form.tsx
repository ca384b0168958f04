'use client';

import { useState, type SubmitEvent } from 'react';
import type { ArmFault, FaultScope, Rehearsal } from '@/lib/rehearsal/rehearsal';
import { faults, type FaultName, type FaultSymptom } from '@/lib/trace/faults';
import { useDeed } from '@/components/forms/use-deed';
import type { RehearsalActions } from '@/components/rehearsal/actions';
import { FaultPicker } from '@/components/rehearsal/fault-picker';
import { TargetFields, type Target } from '@/components/rehearsal/target-fields';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

const symptomWords: Record<FaultSymptom, string> = {
  'nothing-happened': 'The person stays where they are.',
  dropped: 'The person is lost on the way.',
  'wrong-meeting': 'The person ends up in another meeting.',
  'joined-without-media': 'The person arrives without sound and picture.',
  any: 'The move goes as it goes; Usher has to find out how.',
};

const scopeLabels: Record<FaultScope, string> = {
  everybody: 'everybody',
  participant: 'one person',
  call: 'whoever is moved to a meeting',
  callBridge: 'a call bridge',
  link: 'a link between two bridges',
};

interface ArmFaultFormProps {
  rehearsal: Pick<Rehearsal, 'faults' | 'nodes'>;
  arm: RehearsalActions['arm'];
  onArmed: () => void;
}

/** Chooses what is to go wrong, for whom and how often. */
export function ArmFaultForm({ rehearsal: { faults: known, nodes }, arm, onArmed }: ArmFaultFormProps) {
  const { run, busy, problem, clear } = useDeed(arm);
  const [name, setName] = useState<FaultName | null>(null);
  const [wanted, setWanted] = useState<FaultScope>('everybody');
  const [target, setTarget] = useState<Target>({});
  const [times, setTimes] = useState<ArmFault['times']>('once');
  const fault = known.find((one) => one.fault === name);
  const scope = fault && (fault.scopes.includes(wanted) ? wanted : fault.scopes[0]);
  const complete = scope === 'everybody' || (scope !== undefined && target[scope] !== undefined);
  /** The fields for the target begin anew with another fault or scope, and so does what was chosen in them. */
  const changing = (change: () => void) => {
    change();
    setTarget({});
    clear();
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fault && (await run({ fault: fault.fault, ...target, times })).ok) onArmed();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4 lg:grid-cols-[3fr_2fr]">
      <FaultPicker faults={known} chosen={name} onChoose={(chosen) => chosen !== name && changing(() => setName(chosen))} />
      <div className="grid content-start gap-3 sm:max-lg:grid-cols-2">
        <Chosen fault={name} />
        {fault && scope && (
          <>
            <SelectField label="For" value={scope} onChange={({ target: { value } }) => changing(() => setWanted(fault.scopes.find((one) => one === value) ?? scope))}>
              {fault.scopes.map((one) => (
                <option key={one} value={one}>
                  {scopeLabels[one]}
                </option>
              ))}
            </SelectField>
            <TargetFields key={`${name} ${scope}`} fault={fault} scope={scope} nodes={nodes} onChange={setTarget} />
            <SelectField label="How often" value={times} onChange={({ target: { value } }) => setTimes(value === 'once' ? 'once' : 'until-cleared')}>
              <option value="once">once</option>
              <option value="until-cleared">until it is cleared</option>
            </SelectField>
            {problem && (
              <div className="col-span-full">
                <Notice tone="failed">{problem.detail}</Notice>
              </div>
            )}
            <Button type="submit" look="primary" disabled={busy || !complete} className="col-span-full justify-self-start">
              {busy ? 'Arming…' : 'Arm'}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

function Chosen({ fault }: { fault: FaultName | null }) {
  if (!fault) return <p className="col-span-full text-sm text-muted">Choose what is to go wrong with a move.</p>;
  return (
    <div className="col-span-full text-sm" data-testid="chosen-fault">
      <p className="font-medium">{faults[fault].words}</p>
      <p className="mt-0.5 text-muted">{symptomWords[faults[fault].symptom]}</p>
    </div>
  );
}
