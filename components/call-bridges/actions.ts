import type { CallBridge, ClusterMode } from '@/lib/meeting/call-bridge';
import type { Tracing, WantedMinutes } from '@/lib/meeting/tracing';
import type { Outcome } from '@/lib/problem/problem';
import type { Discovered, Inspection, TestResult } from '@/components/call-bridges/results';

/** How a bridge's certificate is judged; `value` is a fingerprint, a certificate in PEM, or nothing. */
export interface Trust {
  readonly kind: 'fingerprint' | 'authority' | 'system';
  readonly value: string;
}

/** An account of its own, or that of a bridge of the same cluster. */
export interface Account {
  username?: string;
  password?: string;
  sameAccountAs?: string;
}

export interface TestInput extends Account {
  address: string;
  trust: Trust;
}

export interface AddInput extends TestInput {
  name?: string;
  /** During a rehearsal: that it may end. Emulated clusters are never shown beside real ones. */
  leaveRehearsal?: boolean;
}

export interface EditInput {
  id: string;
  name?: string;
  address?: string;
  username?: string;
  password?: string;
  trust?: Trust;
}

/** What the call bridges page asks for. */
export interface CallBridgeActions {
  inspect(input: { address: string }): Promise<Outcome<Inspection>>;
  test(input: TestInput): Promise<Outcome<TestResult>>;
  add(input: AddInput): Promise<Outcome<CallBridge>>;
  edit(input: EditInput): Promise<Outcome<CallBridge>>;
  remove(input: { id: string }): Promise<Outcome<unknown>>;
  discover(input: { id: string }): Promise<Outcome<{ items: Discovered[] }>>;
  setMode(input: { id: string; mode: ClusterMode }): Promise<Outcome<unknown>>;
  setCdr(input: { id: string; cdr: boolean }): Promise<Outcome<unknown>>;
  setTracing(input: { id: string; minutes: WantedMinutes }): Promise<Outcome<Tracing>>;
}
