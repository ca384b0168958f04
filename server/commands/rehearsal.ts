import { z } from 'zod';
import { ProblemError } from '@/lib/problem/problem';
import { armFaultSchema, speedSchema } from '@/lib/rehearsal/rehearsal';
import { deed, read, type CommandParts } from '@/server/commands/command';
import type { RehearsalDesk } from '@/server/rehearsal/rehearsal-desk';

/** Scenario, speed, faults and what happened. Problem: `not-found` while real clusters are shown. */
export const getRehearsal = read({
  permission: 'rehearsal.read',
  scope: 'refused',
  input: z.object({}),
  run: (parts) => deskOf(parts).look(),
});

/** Has something go wrong with the moves of somebody, of a meeting, at a call bridge or of everybody. */
export const armFault = deed({
  permission: 'rehearsal.write',
  scope: 'refused',
  input: armFaultSchema,
  run: (parts, _, input) => deskOf(parts).arm(input),
  record: (input) => input,
});

/** Takes back one armed fault, or all. */
export const clearFaults = deed({
  permission: 'rehearsal.write',
  scope: 'refused',
  input: z.strictObject({ id: z.coerce.number().int().positive().optional() }),
  async run(parts, _, { id }) {
    await deskOf(parts).clear(id ?? null);
    return null;
  },
  record: (input) => input,
});

export const setRehearsalSpeed = deed({
  permission: 'rehearsal.write',
  scope: 'refused',
  input: speedSchema,
  async run(parts, _, input) {
    await deskOf(parts).setSpeed(input.speed);
    return input;
  },
  record: (input) => input,
});

function deskOf({ rehearsal }: CommandParts): RehearsalDesk {
  const desk = rehearsal.desk();
  if (!desk) throw new ProblemError('not-found', 'There is no rehearsal: real clusters are connected.');
  return desk;
}
