import type { Order } from '@/lib/move/order';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import type { Api, ApiParts } from '@/server/api/api';
import { problemResponse } from '@/server/api/problem-response';
import { readBody } from '@/server/api/read-input';
import type { CommandName } from '@/server/commands/table';

interface OrderEndpoint {
  /** In the spelling of the router. */
  readonly path: string;
  readonly submit: CommandName;
  readonly judge: CommandName;
}

const makingOrders: readonly OrderEndpoint[] = [
  { path: '/moves', submit: 'submit-move', judge: 'judge-move' },
  { path: '/moves/:id/undo', submit: 'undo-move', judge: 'judge-undo' },
  { path: '/moves/:id/repeat', submit: 'repeat-move', judge: 'judge-repeat' },
];

/**
 * Whatever makes an order: 202 with `Location` once the order is on record; with `Prefer: wait=N` 200 if it is settled within N
 * seconds; with `dryRun` 200 and verdicts, and nothing recorded or sent.
 */
export function addMoves(api: Api, parts: ApiParts): void {
  for (const endpoint of makingOrders) addOrders(api, parts, endpoint);
}

function addOrders(api: Api, { run }: ApiParts, { path, submit, judge }: OrderEndpoint): void {
  api.post(path, async (context) => {
    const sent = await readBody(context);
    refuseHeadersInBody(sent);
    const body: Record<string, unknown> = { ...sent, ...context.req.param() };
    const caller = context.get('caller');
    if (body.dryRun === true) {
      const judged = await run(judge, caller, body);
      return judged.ok ? context.json(judged.value, 200) : problemResponse(judged.problem);
    }
    const key = context.req.header('idempotency-key');
    const waitSeconds = waitOf(context.req.header('prefer'));
    const outcome = await run(submit, caller, { ...body, idempotencyKey: key, waitSeconds });
    if (!outcome.ok) return problemResponse(outcome.problem);
    const order = outcome.value as Order;
    const status = waitSeconds !== undefined && order.state === 'settled' ? 200 : 202;
    return context.json(order, status, { location: `/api/v1/moves/${order.id}` });
  });
}

/** The command takes from the headers what a script might look for in the body: it must not think that it was heard. */
function refuseHeadersInBody(body: Record<string, unknown>): void {
  const errors = Object.entries({ idempotencyKey: 'Idempotency-Key', waitSeconds: 'Prefer: wait=N' })
    .filter(([field]) => Object.hasOwn(body, field))
    .map(([path, header]) => ({ path, message: `Send this as the header ${header}.` }));
  if (errors.length > 0) throw new ProblemError('invalid', 'Some of this was not understood.', { errors });
}

const longestWaitSeconds = 60;

/** Seconds out of `Prefer: wait=10` (RFC 7240); more than a minute counts as a minute. Other preferences are none of ours. */
function waitOf(prefer: string | undefined): number | undefined {
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?/i.exec(prefer ?? '');
  if (!match) return undefined;
  const seconds = Number(match[1]);
  if (!Number.isFinite(seconds)) throw invalidField('waitSeconds', 'Prefer: wait=N takes a number of seconds.');
  return Math.min(seconds, longestWaitSeconds);
}
