import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoints } from '@/server/api/endpoints';
import { startUsher, type RunningUsher } from '../support/usher';

const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.looseObject({}),
});
const content = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.strictObject({ schema: z.looseObject({}) }));
const operation = z.strictObject({
  summary: z.string().min(1),
  security: z.tuple([z.strictObject({ token: z.tuple([]) })]),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string().regex(/^(default|\d{3})$/), z.object({ description: z.string().min(1), content: content.optional() })),
});
type Operation = z.infer<typeof operation>;

/** What the OpenAPI Specification 3.1.0, sections 4.8.1 to 4.8.17, asks of the parts that are in use here. */
const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.literal('/api/v1') })),
  components: z.object({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), z.unknown()),
    securitySchemes: z.object({ token: z.object({ type: z.literal('http'), scheme: z.literal('bearer') }) }),
  }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), operation)),
});

let usher: RunningUsher;
let answer: unknown;
let document: z.infer<typeof documentSchema>;

beforeAll(async () => {
  usher = await startUsher({ env: { EMULATOR: 'off' } });
  const { status, body } = await usher.api('/openapi.json', { token: null });
  expect(status).toBe(200);
  answer = body;
  document = documentSchema.parse(body);
});
afterAll(() => usher.stop());

function operations(): { name: string; described: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ name: `${method} ${path}`, described })),
  );
}

describe('the description of the API', () => {
  test('names every address that there is, and no other', () => {
    const served = [...endpoints.map(({ method, path }) => `${method} ${path}`), 'post /moves', 'post /moves/{id}/undo', 'post /moves/{id}/repeat', 'post /diagnoses', 'get /changes', 'get /audit/export'];
    expect(operations().map(({ name }) => name).sort()).toEqual(served.sort());
  });

  test('says of each what it takes, what it answers, and how it fails', () => {
    for (const { name, described } of operations()) {
      const { parameters, requestBody, responses } = described;
      const inPath = parameters.filter((one) => one.in === 'path');
      expect(inPath.map((one) => one.name), name).toEqual([...name.matchAll(/\{(\w+)\}/g)].map(([, param]) => param));
      expect(inPath.every(({ required }) => required === true), name).toBe(true);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, name).toBe(parameters.length);
      expect(/^(post|patch) /.test(name), name).toBe(requestBody !== undefined);
      expect(Object.keys(responses).some((code) => /^2\d\d$/.test(code)), name).toBe(true);
      expect(responses.default?.content, name).toHaveProperty('application/problem+json');
    }
  });

  test('refers to nothing that is not there, and has nothing of OpenAPI 3.0 in it', () => {
    const text = JSON.stringify(answer);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = '']) => pointer.split('/'));
    expect(references.length).toBeGreaterThan(0);
    for (const steps of references) {
      expect(steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], answer), steps.join('/')).toBeDefined();
    }
    expect(text).not.toMatch(/"nullable":|"exclusiveM(in|ax)imum":(true|false)/);
  });

  test('says what a move takes, so that a form could be made of it', () => {
    expect(document.paths['/moves']?.post?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['participants', 'to'],
      properties: { participants: { type: 'array', items: { type: 'string' } }, dryRun: { type: 'boolean' }, reason: { maxLength: 500 } },
    });
    const headers = document.paths['/moves']?.post?.parameters.filter((one) => one.in === 'header');
    expect(headers?.map(({ name }) => name)).toEqual(['Idempotency-Key', 'Prefer']);
  });
});
