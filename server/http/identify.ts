import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { Caller } from '@/lib/access/access';
import { clientAddress } from '@/server/http/client-address';
import type { People } from '@/server/people/people';
import { sessionIdFrom } from '@/server/people/session-cookie';
import { sessionKey } from '@/server/people/sessions';

export interface IdentifyOptions {
  readonly people: People;
  readonly trustProxy: boolean;
  readonly cookieSecret: string;
  /** Whether browsers reach Usher over HTTPS: the cookie has another name then. */
  readonly secure: boolean;
}

export interface Session {
  readonly key: string;
  readonly caller: Caller;
}

export interface Identify {
  /** Who sends this token, for the API. Never looks at cookies. */
  byToken(context: Context): Promise<Caller | null>;
  /** As {@link byToken}, for a request that no router has seen. */
  byTokenOf(request: IncomingMessage): Promise<Caller | null>;
  /** Whose session this is, for the console's reads. Never looks at tokens, and only at requests of Usher's own pages. */
  bySession(context: Context): Promise<Caller | null>;
  /** Whose session is behind an upgrade request, and the registry's name of it; null if it is not alive. */
  sessionOf(request: IncomingMessage): Promise<Session | null>;
}

export function createIdentify({ people, trustProxy, cookieSecret, secure }: IdentifyOptions): Identify {
  const session = async (request: IncomingMessage): Promise<{ id: string; caller: Caller } | null> => {
    const id = await sessionIdFrom(request.headers.cookie, cookieSecret, secure);
    const caller = id === null ? null : await people.caller(id, clientAddress(request, trustProxy));
    return id !== null && caller ? { id, caller } : null;
  };
  const byTokenOf = (request: IncomingMessage): Promise<Caller | null> => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return token ? people.callerByToken(token, clientAddress(request, trustProxy)) : Promise.resolve(null);
  };
  return {
    byToken: (context) => byTokenOf(incoming(context)),
    byTokenOf,
    async bySession(context) {
      const site = context.req.header('sec-fetch-site');
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return null;
      return (await session(incoming(context)))?.caller ?? null;
    },
    async sessionOf(request) {
      const found = await session(request);
      return found && { key: sessionKey(found.id), caller: found.caller };
    },
  };
}

function incoming(context: Context): IncomingMessage {
  return (context.env as HttpBindings).incoming;
}
