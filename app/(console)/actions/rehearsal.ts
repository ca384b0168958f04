'use server';

import { z } from 'zod';
import type { Outcome } from '@/lib/problem/problem';
import { armedFaultSchema, speedSchema, type ArmedFault, type ArmFault } from '@/lib/rehearsal/rehearsal';
import { runAs } from './run-as';

export async function armFault(input: ArmFault): Promise<Outcome<ArmedFault>> {
  return runAs('arm-fault', armedFaultSchema, input);
}

export async function clearFaults(input: { id?: number }): Promise<Outcome<null>> {
  return runAs('clear-faults', z.null(), input);
}

export async function setRehearsalSpeed(input: { speed: number }): Promise<Outcome<{ speed: number }>> {
  return runAs('set-rehearsal-speed', speedSchema, input);
}
