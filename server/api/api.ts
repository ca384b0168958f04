import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Caller } from '@/lib/access/access';
import { ProblemError, type Outcome } from '@/lib/problem/problem';
import { endpoints, type Endpoint } from '@/server/api/endpoints';
import { addAuditExport } from '@/server/api/audit-export';
import { addDiagnoses } from '@/server/api/diagnosis-endpoint';
import { addMoves } from '@/server/api/move-endpoint';
import { describeApi } from '@/server/api/openapi';
import { problemResponse } from '@/server/api/problem-response';
import { readBody } from '@/server/api/read-input';
import { addChangeEvents } from '@/server/api/change-events';
import type { ChangeHub } from '@/server/changes/change-hub';
import type { StreamRegistry } from '@/server/changes/stream-registry';
import { ReadyJson } from '@/server/commands/ready-json';
import { problemOf } from '@/server/commands/run-command';
import type { CommandName } from '@/server/commands/table';

export interface ApiParts {
  readonly run: (command: CommandName, caller: Caller, input: unknown) => Promise<Outcome<unknown>>;
  /** Who asks, by the request's token or session; null if nobody that is known. */
  readonly identify: (context: Context) => Promise<Caller | null>;
  /** What to do when it is nobody. */
  readonly signInHint: string;
  readonly changes: ChangeHub;
  readonly streams: StreamRegistry;
  readonly log: Logger;
}

export interface ApiEnv {
  Variables: { caller: Caller };
}

export type Api = OpenAPIHono<ApiEnv>;

/** The whole API, for scripts: reads, deeds, moves, server-sent events, and its own description. */
export function createApi(parts: ApiParts): Api {
  const api = newApi(parts);
  // What the API is like, everybody may read; for what comes after it somebody has to be known.
  describeApi(api);
  demandCaller(api, parts);
  for (const endpoint of endpoints) addEndpoint(api, parts, endpoint);
  addMoves(api, parts);
  addAuditExport(api, parts);
  addDiagnoses(api, parts, null);
  addChangeEvents(api, parts);
  refuseTheRest(api);
  return api;
}

/**
 * The reads, for the console's pages, and the one thing they send past server actions: files, which are too large for these.
 * @param usherUrl the only origin whose pages may send files
 */
export function createConsoleData(parts: ApiParts, usherUrl: string): Api {
  const api = newApi(parts);
  demandCaller(api, parts);
  for (const endpoint of endpoints.filter(({ method }) => method === 'get')) addEndpoint(api, parts, endpoint);
  addAuditExport(api, parts);
  addDiagnoses(api, parts, new URL(usherUrl).origin);
  refuseTheRest(api);
  return api;
}

function newApi({ log }: ApiParts): Api {
  const api = new OpenAPIHono<ApiEnv>();
  api.onError((error, { req }) => problemResponse(problemOf(error, log, `${req.method} ${req.path}`)));
  return api;
}

function demandCaller(api: Api, { identify, signInHint }: ApiParts): void {
  api.use(async (context, next) => {
    const caller = await identify(context);
    if (!caller) throw new ProblemError('unauthenticated', signInHint);
    context.set('caller', caller);
    return next();
  });
}

function addEndpoint(api: Api, parts: ApiParts, endpoint: Endpoint): void {
  api.on(endpoint.method.toUpperCase(), honoPath(endpoint.path), async (context) => {
    // What is changed comes in the body alone: an address is kept in logs along the way.
    const asked = endpoint.method === 'get' ? context.req.query() : await readBody(context);
    const input = { ...asked, ...context.req.param() };
    const outcome = await parts.run(endpoint.command, context.get('caller'), input);
    if (!outcome.ok) return problemResponse(outcome.problem);
    if (outcome.value instanceof ReadyJson) return context.body(outcome.value.bytes, 200, { 'content-type': 'application/json' });
    return endpoint.status === 204 ? context.body(null, 204) : context.json(outcome.value, endpoint.status ?? 200);
  });
}

/** Whatever is left: another method of a known address is 405, an unknown address 404. */
function refuseTheRest(api: Api): void {
  for (const path of new Set(api.routes.filter(({ path }) => path !== '/*').map(({ path }) => path))) {
    const allow = [...new Set(api.routes.filter((route) => route.path === path).map(({ method }) => method))].join(', ');
    api.all(path, () => {
      const refused = problemResponse({ code: 'method-not-allowed', detail: `This address takes ${allow}.` });
      refused.headers.set('allow', allow);
      return refused;
    });
  }
  api.notFound(() => problemResponse({ code: 'not-found', detail: 'There is nothing at this address. /api/v1/openapi.json lists what there is.' }));
}

/** `/meetings/{id}` in the spelling of the router. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
