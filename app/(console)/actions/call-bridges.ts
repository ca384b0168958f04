'use server';

import { z } from 'zod';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Sets every cluster to observe. */
export async function stopAll(): Promise<Outcome<unknown>> {
  return runAs('stop-all', z.unknown(), {});
}
