import type { Logger } from 'pino';
import type { z } from 'zod';
import { permits, type Caller } from '@/lib/access/access';
import { ProblemError, type FieldError, type Outcome, type Problem } from '@/lib/problem/problem';
import type { Command, CommandParts, DeedCommand } from '@/server/commands/command';
import { databaseProblem } from '@/server/db/database-error';

export interface CommandContext {
  readonly parts: CommandParts;
  readonly log: Logger;
  /** The row's name in the table, which is also the action on record. */
  readonly name: string;
  readonly caller: Caller;
}

/**
 * The door for every wish: permission, then schema, then the deed, then the record. Never throws: what was not foreseen is
 * logged and answered as `unavailable`, without its inside.
 */
export async function runCommand(context: CommandContext, command: Command, input: unknown): Promise<Outcome<unknown>> {
  try {
    if (command.kind === 'deed') return { ok: true, value: await runDeed(context, command, await admit(context, command, input)) };
    return { ok: true, value: await command.run(context.parts, context.caller, checked(context, command, input)) };
  } catch (error) {
    return { ok: false, problem: problemOf(error, context.log, context.name) };
  }
}

/** The input, once it is known that this caller may ask and that it has the right form. */
function checked({ caller }: CommandContext, command: Command, input: unknown): unknown {
  demandPermission(command, caller);
  const parsed = command.input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid', 'Some of this was not understood.', { errors: fieldErrors(parsed.error) });
}

/** As {@link checked}, for a deed: what is refused is put on record. */
async function admit(context: CommandContext, command: DeedCommand<unknown, unknown>, input: unknown): Promise<unknown> {
  try {
    return checked(context, command, input);
  } catch (error) {
    await record(context, error, null);
    throw error;
  }
}

async function runDeed(context: CommandContext, command: DeedCommand<unknown, unknown>, input: unknown): Promise<unknown> {
  const { parts, caller, name } = context;
  let output: unknown;
  try {
    output = await command.run(parts, caller, input);
  } catch (error) {
    await record(context, error, command.record?.(input, null) ?? null);
    throw error;
  }
  if (command.record) {
    await parts.audit.writer.append({ caller, action: name, result: 'ok', details: command.record(input, output) });
  }
  return output;
}

/** Puts a refused attempt on record. That this fails must not hide why the attempt was refused. */
async function record({ parts, log, name, caller }: CommandContext, error: unknown, details: unknown): Promise<void> {
  const result = error instanceof ProblemError ? error.code : 'unavailable';
  await parts.audit.writer
    .append({ caller, action: name, result, details })
    .catch((failure: unknown) => log.error({ err: failure, action: name }, 'a refused attempt could not be put on record'));
}

function demandPermission(command: Command, caller: Caller): void {
  if (command.scope === 'refused' && caller.scope !== null) {
    throw new ProblemError('forbidden', `This goes beyond the clusters and spaces that ${caller.name} is limited to.`);
  }
  if (command.permission === null) return;
  const answer = permits(caller.role, command.permission);
  if (answer.permitted) return;
  throw new ProblemError('forbidden', `This needs the role ${answer.needs}; ${caller.name} is ${caller.role}.`);
}

function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

/** What is said of an error, whatever it is. One that nobody foresaw is logged with `what` failed, and its inside stays there. */
export function problemOf(error: unknown, log: Logger, what: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  const known = databaseProblem(error);
  if (known) return known.problem;
  log.error({ err: error, what }, 'something failed in a way that nobody foresaw');
  return { code: 'unavailable', detail: 'Something went wrong inside Usher. It is in the log.' };
}
