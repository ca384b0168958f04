import { z } from '@hono/zod-openapi';
import { diagnosisReportSchema } from '@/lib/trace/diagnosis-report';
import { expectedMoveSchema } from '@/lib/trace/expected';
import { uploadLimits } from '@/lib/trace/upload-limits';
import { dryRunSchema, moveRequestSchema, orderSchema, repeatRequestSchema, undoRequestSchema } from '@/lib/move/order';
import type { Api } from '@/server/api/api';
import { endpoints, type Endpoint } from '@/server/api/endpoints';
import { referencePage } from '@/server/api/reference-page';
import { commands } from '@/server/commands/table';
import { diagnosisFieldsSchema } from '@/server/diagnoses/diagnosis-desk';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

const failures = { default: { description: 'A problem', content: { 'application/problem+json': { schema: problem } } } };
const security = [{ token: [] }];

const document = {
  openapi: '3.1.0',
  info: { title: 'Usher', version: '1', description: 'Live meetings on Cisco Meeting Server clusters, and moving people between them.' },
  servers: [{ url: '/api/v1' }],
};

/** Serves `/openapi.json`, and `/docs` for people to read, made from the same tables that answer the requests. */
export function describeApi(api: Api): void {
  const registry = api.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const endpoint of endpoints) registry.registerPath(describe(endpoint));
  registry.registerPath(makingOrder('/moves', 'Move somebody, or say with dryRun what would happen', moveRequestSchema));
  registry.registerPath(makingOrder('/moves/{id}/undo', 'Bring the people of a move back to where they were: of `items`, or all', undoRequestSchema));
  registry.registerPath(makingOrder('/moves/{id}/repeat', 'Move the same people to the same target once more', repeatRequestSchema));
  registry.registerPath(makingDiagnosis);
  registry.registerPath({
    method: 'get',
    path: '/audit/export',
    summary: 'The whole audit log as JSON lines, for `npm run audit:verify`',
    security,
    responses: { 200: { description: 'A stream of lines', content: { 'application/jsonl': { schema: z.string() } } }, ...failures },
  });
  registry.registerPath({
    method: 'get',
    path: '/changes',
    summary: 'Changes as server-sent events',
    security,
    request: { query: z.object({ from: z.string().optional() }) },
    responses: { 200: { description: 'A stream', content: { 'text/event-stream': { schema: z.string() } } }, ...failures },
  });
  api.doc31('/openapi.json', document);
  let page: string | null = null;
  api.get('/docs', (context) => {
    page ??= referencePage(api.getOpenAPI31Document(document));
    return context.html(page, 200, { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" });
  });
}

const binary = z.string().openapi({ format: 'binary' });

const makingDiagnosis = {
  method: 'post' as const,
  path: '/diagnoses',
  summary: `Find the moves in files, and why each went as it did: logs and HARs, as they are or in gzip or zip, at most ${uploadLimits.bytes / 1024 ** 2} MB`,
  security,
  request: { body: { content: { 'multipart/form-data': { schema: diagnosisFieldsSchema.extend({ expected: expectedMoveSchema.optional(), files: z.array(binary).min(1).max(uploadLimits.files) }) } } } },
  responses: { 200: answer('The moves, what was not read, and what was assumed', diagnosisReportSchema), ...failures },
};

/** A request that makes an order. */
function makingOrder(path: string, summary: string, schema: z.ZodType) {
  return {
    method: 'post' as const,
    path,
    summary,
    security,
    request: {
      params: pathParams(path),
      headers: z.object({ 'Idempotency-Key': z.string().optional(), Prefer: z.string().optional() }),
      body: { content: { 'application/json': { schema } } },
    },
    responses: {
      200: answer('Settled in time, or a dry run', z.union([orderSchema, dryRunSchema])),
      202: answer('On record; Location says where to follow it', orderSchema),
      ...failures,
    },
  };
}

function describe({ method, path, command, summary, answers, status }: Endpoint) {
  const input = commands[command].input;
  const names = namesIn(path);
  const rest = input instanceof z.ZodObject ? withoutFields(input, names) : input;
  const sentInBody = method === 'post' || method === 'patch';
  return {
    method,
    path,
    summary,
    security,
    request: {
      params: pathParams(path),
      ...(sentInBody && { body: { content: { 'application/json': { schema: rest } } } }),
      ...(!sentInBody && rest instanceof z.ZodObject && { query: rest }),
    },
    responses: { [status ?? 200]: status === 204 ? { description: 'Done' } : answer(summary, answers), ...failures },
  };
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function pathParams(path: string) {
  return z.object(Object.fromEntries(namesIn(path).map((name) => [name, z.string()])));
}

/** What is left of a command's input once the address has given some of it. */
function withoutFields({ shape }: z.ZodObject, names: readonly string[]): z.ZodObject {
  return z.object(Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name))));
}

function answer(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } };
}
