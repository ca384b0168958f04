import { changeSchema, type SequencedChange } from '@/lib/meeting/change';
import type { RunningUsher } from './usher';

/** A reader of `GET /api/v1/changes`, as a script would have one. */
export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** Everything that came so far, in order; each was of the promised form. */
  readonly changes: readonly SequencedChange[];
  /** Settles once the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

interface Where {
  readonly from?: string;
  readonly lastEventId?: string;
  readonly token?: string;
  readonly topics?: string;
}

/** Opens the stream; resolves once it is being served. */
export async function openEvents(usher: RunningUsher, { from, lastEventId, token = usher.token, topics }: Where = {}): Promise<EventStream> {
  const abort = new AbortController();
  const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(topics !== undefined && { topics }) });
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
  const response = await fetch(`${usher.url}/api/v1/changes?${query}`, { headers, signal: abort.signal });
  const changes: SequencedChange[] = [];
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let opened: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (opened = resolve));
  const read = async () => {
    let rest = '';
    for (;;) {
      const { done = true, value = '' } = (await reader?.read()) ?? {};
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (!block.startsWith(':')) changes.push(changeIn(block));
      opened();
    }
  };
  // Closed by the reader itself, the stream ends with an error; that it was malformed is one too, and must be seen.
  const ended = read().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  await open;
  return { status: response.status, headers: response.headers, changes, ended, close: () => abort.abort() };
}

function changeIn(block: string): SequencedChange {
  const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  const change = changeSchema.parse({ event: fields.event, data: JSON.parse(fields.data ?? '') });
  return { ...change, id: fields.id ?? '' };
}
