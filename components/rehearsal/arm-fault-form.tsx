'use client';

import { useState, type FormEvent } from 'react';
import type { ArmFault, FaultScope, Rehearsal } from '@/lib/rehearsal/rehearsal';
import { faults, type FaultSymptom } from '@/lib/trace/faults';
import { useDeed } from '@/components/forms/use-deed';
import { useCallBridges, useMeetings, useMembers } from '@/components/live/live-provider';
import type { RehearsalActions } from '@/components/rehearsal/actions';
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
  link: 'the link of two call bridges',
};

interface ArmFaultFormProps {
  faults: Rehearsal['faults'];
  arm: RehearsalActions['arm'];
  onArmed: () => void;
}

/** Chooses what is to go wrong, for whom and how often. */
export function ArmFaultForm({ faults: known, arm, onArmed }: ArmFaultFormProps) {
  const { run, busy, problem } = useDeed(arm);
  const [fault, setFault] = useState(known[0]?.fault);
  const [scope, setScope] = useState<FaultScope>('everybody');
  const [target, setTarget] = useState<Partial<ArmFault>>({});
  const [times, setTimes] = useState<ArmFault['times']>('once');
  const scopes = known.find((one) => one.fault === fault)?.scopes ?? [];
  const chosen = scopes.includes(scope) ? scope : (scopes[0] ?? 'everybody');
  const complete = chosen === 'everybody' || target[chosen] !== undefined;
  if (!fault) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const whom = chosen === 'everybody' ? {} : { [chosen]: target[chosen] };
    if ((await run({ fault, ...whom, times })).ok) onArmed();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-3 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <SelectField label="What" value={fault} onChange={({ target: { value } }) => setFault(known.find((one) => one.fault === value)?.fault)} hint={symptomWords[faults[fault].symptom]}>
          {known.map((one) => (
            <option key={one.fault} value={one.fault}>
              {faults[one.fault].words}
            </option>
          ))}
        </SelectField>
      </div>
      <SelectField label="For" value={chosen} onChange={({ target: { value } }) => setScope(scopes.find((one) => one === value) ?? 'everybody')}>
        {scopes.map((one) => (
          <option key={one} value={one}>
            {scopeLabels[one]}
          </option>
        ))}
      </SelectField>
      <SelectField label="How often" value={times} onChange={({ target: { value } }) => setTimes(value === 'once' ? 'once' : 'until-cleared')}>
        <option value="once">once</option>
        <option value="until-cleared">until it is cleared</option>
      </SelectField>
      <TargetFields key={chosen} scope={chosen} onChange={setTarget} />
      {problem && (
        <div className="sm:col-span-2">
          <Notice tone="failed">{problem.detail}</Notice>
        </div>
      )}
      <div className="sm:col-span-2">
        <Button type="submit" look="primary" disabled={busy || !complete}>
          {busy ? 'Arming…' : 'Arm'}
        </Button>
      </div>
    </form>
  );
}

function TargetFields({ scope, onChange }: { scope: FaultScope; onChange: (target: Partial<ArmFault>) => void }) {
  switch (scope) {
    case 'everybody':
      return null;
    case 'participant':
      return <PersonField onChange={(participant) => onChange({ participant })} />;
    case 'call':
      return <MeetingField onChange={(call) => onChange({ call })} />;
    case 'callBridge':
      return <BridgeField label="Call bridge" onChange={(callBridge) => onChange({ callBridge })} />;
    case 'link':
      return <LinkFields onChange={(link) => onChange({ link })} />;
  }
}

interface FieldProps {
  label?: string;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, options, onChange }: FieldProps & { label: string; options: readonly { value: string; label: string }[] }) {
  return (
    <SelectField label={label} defaultValue="" onChange={({ target: { value } }) => onChange(value === '' ? undefined : value)}>
      <option value="">Choose…</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </SelectField>
  );
}

function MeetingField({ label = 'Meeting', onChange }: FieldProps) {
  const options = useMeetings().map(({ id, name, cluster }) => ({ value: id, label: `${name}, ${cluster.name}` }));
  return <Choice label={label} options={options} onChange={onChange} />;
}

function PersonField({ onChange }: FieldProps) {
  const [meeting, setMeeting] = useState<string>();
  return (
    <>
      <MeetingField
        label="Who is now in"
        onChange={(chosen) => {
          setMeeting(chosen);
          onChange(undefined);
        }}
      />
      {meeting !== undefined && <MemberField key={meeting} meeting={meeting} onChange={onChange} />}
    </>
  );
}

function MemberField({ meeting, onChange }: FieldProps & { meeting: string }) {
  const { people, problem } = useMembers(meeting);
  if (problem) return <Notice tone="failed">{problem.detail}</Notice>;
  return <Choice label="Person" options={(people ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={onChange} />;
}

function BridgeField({ label = 'Call bridge', onChange }: FieldProps) {
  return <Choice label={label} options={useCallBridges().map(({ name }) => ({ value: name, label: name }))} onChange={onChange} />;
}

function LinkFields({ onChange }: { onChange: (link: [string, string] | undefined) => void }) {
  const [ends, setEnds] = useState<{ one?: string; other?: string }>({});
  const change = (next: { one?: string; other?: string }) => {
    setEnds(next);
    onChange(next.one !== undefined && next.other !== undefined ? [next.one, next.other] : undefined);
  };
  return (
    <>
      <BridgeField label="Between" onChange={(one) => change({ ...ends, one })} />
      <BridgeField label="and" onChange={(other) => change({ ...ends, other })} />
    </>
  );
}
