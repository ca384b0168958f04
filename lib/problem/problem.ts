/** The closed table of errors: each code's HTTP status and title, and whether trying again can help. */
export const problems = {
  /** No session, no token, or one that has ended. */
  unauthenticated: { status: 401, title: 'Sign in first', retry: false },
  /** Known, but without the right. */
  forbidden: { status: 403, title: 'Not allowed', retry: false },
  'not-found': { status: 404, title: 'Not found', retry: false },
  /** The input does not have the form asked for; `errors` says where. */
  invalid: { status: 422, title: 'Not understood', retry: false },
  'idempotency-key-reused': { status: 422, title: 'Idempotency key already used for another request', retry: false },
  /** Somebody or something else got there first. */
  conflict: { status: 409, title: 'Conflict', retry: false },
  'too-many-requests': { status: 429, title: 'Too many requests', retry: true },
  'method-not-allowed': { status: 405, title: 'Method not allowed', retry: false },
  'too-large': { status: 413, title: 'Too large', retry: false },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type', retry: false },
  /** A bridge answered, and said no. */
  'bridge-refused': { status: 502, title: 'The call bridge refused', retry: false },
  /** A bridge could not be reached, or did not answer in time or in its own language. */
  'bridge-unreachable': { status: 504, title: 'The call bridge does not answer', retry: true },
  /** The cluster is in `observe`: nothing is written to it. */
  'cluster-observe-only': { status: 409, title: 'The cluster is only observed', retry: false },
  unavailable: { status: 503, title: 'Not available right now', retry: true },
  'port-taken': { status: 503, title: 'The port is taken', retry: false },
  'data-dir-locked': { status: 503, title: 'The data directory is in use', retry: false },
  'data-dir-not-writable': { status: 503, title: 'The data directory cannot be written', retry: false },
  'wrong-secret': { status: 503, title: 'The secret does not fit the data', retry: false },
} as const satisfies Record<string, { status: number; title: string; retry: boolean }>;

export type ProblemCode = keyof typeof problems;

/** Where in an input something is wrong, and what: `path` as in `items.0.name`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A problem as it crosses the API and the runtime handle: plain JSON, known by its code. */
export interface Problem {
  readonly code: ProblemCode;
  /** For a person: what happened and what to do. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** A problem on its way up. Thrown inside `server`, turned into a {@link Problem} at every door. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(code: ProblemCode, detail: string, more: Omit<Problem, 'code' | 'detail'> & { cause?: unknown } = {}) {
    const { cause, ...rest } = more;
    super(`${code}: ${detail}`, { cause });
    this.problem = { code, detail, ...rest };
  }

  get code(): ProblemCode {
    return this.problem.code;
  }
}

/** A field of an input that is not as it has to be: `path` as in `items.0.name`. */
export function invalidField(path: string, message: string): ProblemError {
  return new ProblemError('invalid', message, { errors: [{ path, message }] });
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };
