import type { z } from 'zod';

/** What the control port answers. */
export interface Reply {
  status: number;
  body: unknown;
}

/** What a request that fits its schema is answered with; one that does not, 422 with what is wrong. */
export function checked<T>(schema: z.ZodType<T>, body: unknown, act: (value: T) => Reply | Promise<Reply>): Reply | Promise<Reply> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return act(parsed.data);
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message }));
  return { status: 422, body: { code: 'invalid', detail: 'The request cannot be read as it is.', errors } };
}

/** What a request is answered with that reads well, and does not fit what there is. */
export function wrongField(field: string, detail: string): Reply {
  return { status: 422, body: { code: 'invalid', detail, errors: [{ field, detail }] } };
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function problem(status: number, code: string, detail: string): Reply {
  return { status, body: { code, detail } };
}
