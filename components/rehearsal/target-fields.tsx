'use client';

import { useState } from 'react';
import type { ArmFault, FaultScope, Rehearsal } from '@/lib/rehearsal/rehearsal';
import { useMeetings, useMembers } from '@/components/live/live-provider';
import type { KnownFault } from '@/components/rehearsal/fault-groups';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/** For whom a fault is armed; empty for everybody, and until somebody is chosen. */
export type Target = Pick<ArmFault, 'participant' | 'call' | 'callBridge' | 'link'>;

interface TargetFieldsProps {
  fault: KnownFault;
  scope: FaultScope;
  nodes: Rehearsal['nodes'];
  onChange: (target: Target) => void;
}

/** What says for whom, once it is known what for. They begin empty: give them a key of fault and scope. */
export function TargetFields({ fault, scope, nodes, onChange }: TargetFieldsProps) {
  const callBridges = nodes.filter(({ kind }) => kind === 'call-bridge').map(({ name }) => name);
  switch (scope) {
    case 'everybody':
      return null;
    case 'participant':
      return <PersonFields onChange={(participant) => onChange({ participant })} />;
    case 'call':
      return <MeetingField label="Meeting" onChange={(call) => onChange({ call })} />;
    case 'callBridge':
      return <Choice label="Call bridge" options={callBridges.map(namesake)} onChange={(callBridge) => onChange({ callBridge })} />;
    case 'link':
      return <LinkFields callBridges={callBridges} farEnd={fault.farEnd} nodes={nodes} onChange={(link) => onChange({ link })} />;
  }
}

interface Option {
  value: string;
  label: string;
}

interface FieldProps {
  label: string;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, options, onChange }: FieldProps & { options: readonly Option[] }) {
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

function MeetingField({ label, onChange }: FieldProps) {
  const options = useMeetings().map(({ id, name, cluster }) => ({ value: id, label: `${name}, ${cluster.name}` }));
  return <Choice label={label} options={options} onChange={onChange} />;
}

function PersonFields({ onChange }: { onChange: (participant: string | undefined) => void }) {
  const [meeting, setMeeting] = useState<string>();
  const choose = (chosen: string | undefined) => {
    setMeeting(chosen);
    onChange(undefined);
  };
  return (
    <>
      <MeetingField label="Who is now in" onChange={choose} />
      {meeting !== undefined && <MemberField key={meeting} meeting={meeting} onChange={onChange} />}
    </>
  );
}

function MemberField({ meeting, onChange }: { meeting: string; onChange: (participant: string | undefined) => void }) {
  const { people, problem } = useMembers(meeting);
  if (problem) return <Notice tone="failed">{problem.detail}</Notice>;
  return <Choice label="Person" options={(people ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={onChange} />;
}

interface LinkFieldsProps {
  callBridges: readonly string[];
  farEnd: KnownFault['farEnd'];
  nodes: Rehearsal['nodes'];
  onChange: (link: [string, string] | undefined) => void;
}

function LinkFields({ callBridges, farEnd, nodes, onChange }: LinkFieldsProps) {
  const [near, setNear] = useState<string>();
  const cluster = nodes.find(({ name }) => name === near)?.cluster;
  const others = nodes.filter((node) => node.kind === farEnd && node.cluster === cluster && node.name !== near);
  const choose = (one: string | undefined) => {
    setNear(one);
    onChange(undefined);
  };
  return (
    <>
      <Choice label="Between" options={callBridges.map(namesake)} onChange={choose} />
      {near !== undefined && (
        <Choice key={near} label="and" options={others.map(({ name }) => namesake(name))} onChange={(far) => onChange(far === undefined ? undefined : [near, far])} />
      )}
    </>
  );
}

function namesake(name: string): Option {
  return { value: name, label: name };
}
