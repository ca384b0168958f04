import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '@/lib/access/access';
import type { Outcome } from '@/lib/problem/problem';
import { ReadyJson } from '@/server/commands/ready-json';
import type { CommandName } from '@/server/commands/table';

export interface QuickReadsParts {
  /** The door that every wish goes through. */
  readonly run: (command: CommandName, caller: Caller, input: unknown) => Promise<Outcome<unknown>>;
  /** Who sends the request's token; null if nobody that is known. */
  readonly callerOf: (request: IncomingMessage) => Promise<Caller | null>;
  /** What every answer carries, as names and values in turn. */
  readonly commonHeaders: readonly string[];
}

interface Wish {
  readonly command: CommandName;
  readonly input: Readonly<Record<string, string | undefined>>;
}

/**
 * The reads that scripts ask for again and again, `GET /api/v1/meetings` and what is under it: the same door, without the router and
 * the objects of the web around it, which cost several times what is left to do. Whatever is not answered with what is kept goes the
 * long way, problems too.
 * @returns whether it takes the request. `otherwise` is called, at once or later, for one that it has to give back
 */
export function createQuickReads({ run, callerOf, commonHeaders }: QuickReadsParts) {
  const answer = async (request: IncomingMessage, response: ServerResponse, { command, input }: Wish): Promise<boolean> => {
    const caller = await callerOf(request);
    const outcome = caller && (await run(command, caller, input));
    if (!outcome?.ok || !(outcome.value instanceof ReadyJson)) return false;
    const { head, rest } = outcome.value;
    // Names and values in turn: an object made for each answer costs as much as everything else here.
    response.writeHead(200, ['content-type', 'application/json', 'content-length', String(head.length + rest.length), ...commonHeaders]);
    response.write(head, 'latin1');
    response.end(rest);
    return true;
  };
  return (request: IncomingMessage, response: ServerResponse, otherwise: () => void): boolean => {
    const wish = request.method === 'GET' ? wishIn(request.url ?? '') : null;
    if (!wish) return false;
    answer(request, response, wish).then(
      (isAnswered) => {
        if (!isAnswered) otherwise();
      },
      // Who the caller is could not be looked up: the long way says so.
      otherwise,
    );
    return true;
  };
}

const address = /^\/api\/v1\/meetings(?:\/([^/?%]+)(\/participants)?)?(?:\?limit=(\d+))?$/;

/** What an address asks for; null for any that is not plainly one of these. */
function wishIn(url: string): Wish | null {
  const found = address.exec(url);
  if (!found) return null;
  const [, id, list, limit] = found;
  if (id === undefined) return { command: 'list-meetings', input: { limit } };
  return list === undefined ? { command: 'get-meeting', input: { id } } : { command: 'list-meeting-participants', input: { id, limit } };
}
