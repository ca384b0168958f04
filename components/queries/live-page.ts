import type { Form } from '@/components/queries/read-json';

/** A page of things that the change stream continues from `sequence`. */
export interface LivePage<T> {
  readonly items: T[];
  readonly nextCursor?: string | null;
  readonly total?: number;
  readonly sequence: string;
}

/**
 * The form of such a page, where each thing has an `id`. What else is in a thing is held by the types of the server, which sends
 * what `lib/meeting` says: to check it all again with zod would be a sixth of the code that the first page waits for.
 */
export function livePageOf<T extends { readonly id: string }>(): Form<LivePage<T>> {
  return {
    safeParse: (body) => (isLivePage<T>(body) ? { success: true, data: body } : { success: false, error: new TypeError('no page of things with ids') }),
  };
}

function isLivePage<T>(body: unknown): body is LivePage<T> {
  if (!isRecord(body) || typeof body.sequence !== 'string' || !Array.isArray(body.items)) return false;
  return body.items.every((item) => isRecord(item) && typeof item.id === 'string');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
