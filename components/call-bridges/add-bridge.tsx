'use client';

import { useState } from 'react';
import { AccountStage } from '@/components/call-bridges/account-stage';
import type { CallBridgeActions, Trust } from '@/components/call-bridges/actions';
import { added, back, beginAdd, inspected, noTrust, tested, type AddFlow, type Draft } from '@/components/call-bridges/add-flow';
import { AddedStage } from '@/components/call-bridges/added-stage';
import type { Certificate } from '@/components/call-bridges/results';
import { TestSteps } from '@/components/call-bridges/test-steps';
import { TrustFields } from '@/components/call-bridges/trust-fields';
import { useRehearsing } from '@/components/call-bridges/use-rehearsing';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

interface AddBridgeProps {
  actions: CallBridgeActions;
  /** Set for one that a connected bridge has named; it is tried with that one's account. */
  known: { address: string; sameAccountAs: string } | null;
  onClose: () => void;
  onAddNext: (known: { address: string; sameAccountAs: string }) => void;
}

const titles = { account: 'Add a call bridge', trust: 'Is this the right one?', tested: 'What was found', added: 'Connected' } as const;

/** The short path to a connected bridge: address and account, certificate, test, and then its cluster. */
export function AddBridge({ actions, known, onClose, onAddNext }: AddBridgeProps) {
  const rehearsing = useRehearsing();
  const [flow, setFlow] = useState<AddFlow>(() => beginAdd(known));
  const inspect = useDeed(actions.inspect);
  const test = useDeed(actions.test);
  const add = useDeed(actions.add);

  const runTest = async (from: { draft: Draft; certificate: Certificate | null; trust: Trust }) => {
    const { draft, trust } = from;
    const outcome = await test.run({ address: draft.address, ...draft.account, trust });
    if (outcome.ok) setFlow(tested(from, outcome.value));
  };
  const lookAt = async (draft: Draft) => {
    setFlow({ stage: 'account', draft });
    test.clear();
    const outcome = await inspect.run({ address: draft.address });
    if (!outcome.ok) return;
    const next = inspected(draft, outcome.value);
    if (next) setFlow(next);
    else await runTest({ draft, certificate: null, trust: noTrust });
  };
  const runAdd = async ({ draft, trust, result }: Extract<AddFlow, { stage: 'tested' }>) => {
    const name = draft.name ? { name: draft.name } : {};
    const outcome = await add.run({ address: draft.address, ...draft.account, ...name, trust, ...(rehearsing && { leaveRehearsal: true }) });
    if (outcome.ok) setFlow(added(outcome.value, result));
  };
  const goBack = () => {
    for (const deed of [inspect, test, add]) deed.clear();
    setFlow(back(flow));
  };

  return (
    <Dialog open onOpenChange={onClose} title={titles[flow.stage]} wide>
      <div className="p-4">
        {flow.stage === 'account' && (
          <AccountStage draft={flow.draft} problem={inspect.problem ?? test.problem} busy={inspect.busy || test.busy} onNext={lookAt} />
        )}
        {flow.stage === 'trust' && (
          <div className="grid gap-4">
            <TrustProblem problem={test.problem} />
            <TrustFields
              certificate={flow.certificate}
              trust={flow.trust}
              error={fieldErrors(test.problem, ['trust']).fields.trust}
              onChange={(trust) => setFlow({ ...flow, trust })}
            />
            <Foot onBack={goBack} busy={test.busy} deed={test.busy ? 'Testing…' : 'Trust it and test'} onDeed={() => void runTest(flow)} />
          </div>
        )}
        {flow.stage === 'tested' && (
          <div className="grid gap-4">
            <TestSteps steps={flow.result.steps} />
            {add.problem && <Notice tone="failed">{add.problem.detail}</Notice>}
            {flow.result.ok && <p className="text-sm text-muted">{clusterWords(flow.result.cluster)}</p>}
            {flow.result.ok && rehearsing && (
              <Notice tone="waiting">
                This ends the rehearsal: the emulated call bridges and everybody in their meetings go. Real and emulated meetings never stand side by side.
              </Notice>
            )}
            <Foot onBack={goBack} busy={add.busy} disabled={!flow.result.ok} deed={addWords(add.busy, rehearsing)} onDeed={() => void runAdd(flow)} />
          </div>
        )}
        {flow.stage === 'added' && <AddedStage flow={flow} setMode={actions.setMode} onAddNext={onAddNext} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function TrustProblem({ problem }: { problem: Parameters<typeof fieldErrors>[0] }) {
  const { rest } = fieldErrors(problem, ['trust']);
  return rest ? <Notice tone="failed">{rest}</Notice> : null;
}

function clusterWords(cluster: { id: string | null; name: string } | null): string {
  if (!cluster) return 'Everything is in order.';
  if (cluster.id) return `It joins ${cluster.name}, which is known already.`;
  return `It makes the cluster ${cluster.name} known. A new cluster is only observed at first: nothing is sent to it but questions.`;
}

function addWords(busy: boolean, rehearsing: boolean): string {
  if (busy) return 'Adding…';
  return rehearsing ? 'End the rehearsal and add it' : 'Add this call bridge';
}

interface FootProps {
  onBack: () => void;
  busy: boolean;
  disabled?: boolean;
  deed: string;
  onDeed: () => void;
}

function Foot({ onBack, busy, disabled, deed, onDeed }: FootProps) {
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onBack} disabled={busy}>
        Back
      </Button>
      <Button look="primary" onClick={onDeed} disabled={busy || disabled}>
        {deed}
      </Button>
    </div>
  );
}
