'use server';

import { z } from 'zod';
import { callBridgeSchema, type CallBridge, type ClusterMode } from '@/lib/meeting/call-bridge';
import { tracingSchema, type Tracing, type WantedMinutes } from '@/lib/meeting/tracing';
import type { Outcome } from '@/lib/problem/problem';
import type { AddInput, EditInput, TestInput } from '@/components/call-bridges/actions';
import {
  discoveredSchema,
  inspectionSchema,
  testResultSchema,
  type Discovered,
  type Inspection,
  type TestResult,
} from '@/components/call-bridges/results';
import { runAs } from './run-as';

export async function inspectCallBridge(input: { address: string }): Promise<Outcome<Inspection>> {
  return runAs('inspect-call-bridge', inspectionSchema, input);
}

/** Tries everything that is needed, without keeping anything. */
export async function testCallBridge(input: TestInput): Promise<Outcome<TestResult>> {
  return runAs('test-call-bridge', testResultSchema, input);
}

export async function addCallBridge(input: AddInput): Promise<Outcome<CallBridge>> {
  return runAs('add-call-bridge', callBridgeSchema, input);
}

export async function editCallBridge(input: EditInput): Promise<Outcome<CallBridge>> {
  return runAs('edit-call-bridge', callBridgeSchema, input);
}

export async function removeCallBridge(input: { id: string }): Promise<Outcome<unknown>> {
  return runAs('remove-call-bridge', z.unknown(), input);
}

/** The other bridges of the cluster, as this one lists them. */
export async function discoverCallBridges(input: { id: string }): Promise<Outcome<{ items: Discovered[] }>> {
  return runAs('discover-call-bridges', z.object({ items: z.array(discoveredSchema) }), input);
}

export async function setClusterMode(input: { id: string; mode: ClusterMode }): Promise<Outcome<unknown>> {
  return runAs('change-cluster', z.unknown(), input);
}

/** Whether a cluster's bridges send Usher their call detail records. */
export async function setClusterCdr(input: { id: string; cdr: boolean }): Promise<Outcome<unknown>> {
  return runAs('change-cluster', z.unknown(), input);
}

/** Has a bridge write the requests to its API into its log for a time; 0 ends it. */
export async function setTracing(input: { id: string; minutes: WantedMinutes }): Promise<Outcome<Tracing>> {
  return runAs('change-tracing', tracingSchema, input);
}

/** Sets every cluster to observe. */
export async function stopAll(): Promise<Outcome<unknown>> {
  return runAs('stop-all', z.unknown(), {});
}
