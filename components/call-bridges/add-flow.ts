import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Account, Trust } from '@/components/call-bridges/actions';
import type { Certificate, Discovered, Inspection, TestResult } from '@/components/call-bridges/results';

/** What a bridge is to be added with, as far as it has been given. */
export interface Draft {
  readonly address: string;
  readonly account: Account;
  readonly name: string;
}

/** The stages of adding a bridge: who it is, whether it is the right one, what the test found, what comes after. */
export type AddFlow =
  | { stage: 'account'; draft: Draft }
  | { stage: 'trust'; draft: Draft; certificate: Certificate; trust: Trust }
  | { stage: 'tested'; draft: Draft; certificate: Certificate | null; trust: Trust; result: TestResult }
  | { stage: 'added'; bridge: CallBridge; others: readonly Discovered[] };

/** Over http there is no certificate to judge; the server allows that to this machine only. */
export const noTrust: Trust = { kind: 'system', value: '' };

export function beginAdd(known: { address: string; sameAccountAs: string } | null): AddFlow {
  return {
    stage: 'account',
    draft: { address: known?.address ?? '', account: known ? { sameAccountAs: known.sameAccountAs } : {}, name: '' },
  };
}

/** The address has been looked at: its certificate is to be confirmed. Not for http, which goes straight to the test. */
export function inspected(draft: Draft, { address, certificate }: Inspection): Extract<AddFlow, { stage: 'trust' }> | null {
  if (!certificate) return null;
  return { stage: 'trust', draft: { ...draft, address }, certificate, trust: { kind: 'fingerprint', value: certificate.fingerprint } };
}

export function tested(flow: { draft: Draft; certificate: Certificate | null; trust: Trust }, result: TestResult): AddFlow {
  return { stage: 'tested', draft: flow.draft, certificate: flow.certificate, trust: flow.trust, result };
}

/** One step back, with what has been given so far. */
export function back(flow: AddFlow): AddFlow {
  if (flow.stage === 'tested' && flow.certificate) {
    return { stage: 'trust', draft: flow.draft, certificate: flow.certificate, trust: flow.trust };
  }
  return flow.stage === 'added' ? flow : { stage: 'account', draft: flow.draft };
}

/** It is connected; `others` are those of its cluster that are not, and that have an address to try. */
export function added(bridge: CallBridge, result: TestResult): AddFlow {
  return { stage: 'added', bridge, others: result.callBridges.filter(({ callBridge, name }) => callBridge === null && name !== bridge.name) };
}
