import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Api } from '@/server/api/api';
import { problemResponse } from '@/server/api/problem-response';
import type { ConsoleSocket } from '@/server/changes/console-socket';
import { refuse } from '@/server/changes/console-socket';
import type { createCdrIntake } from '@/server/http/cdr-intake';
import { commonHeaders, setCommonHeaders } from '@/server/http/pages';
import { createQuickReads, type QuickReadsParts } from '@/server/http/quick-reads';
import type { UpgradeListener } from '@/server/http/web-server';

export interface FrontParts {
  readonly api: Api;
  readonly consoleData: Api;
  readonly cdrIntake: ReturnType<typeof createCdrIntake>;
  readonly operations: Hono;
  readonly run: QuickReadsParts['run'];
  readonly callerOf: QuickReadsParts['callerOf'];
  readonly pages: RequestListener;
  readonly usherUrl: string;
}

const ownPaths = /^\/(api\/v1|console\/data|cdr)(\/|\?|$)|^\/(healthz|readyz|metrics)(\?|$)/;

/** Tells the fast paths, which Usher answers itself, from the pages, which are Next's. */
export function createFront({ api, consoleData, cdrIntake, operations, run, callerOf, pages, usherUrl }: FrontParts): RequestListener {
  const app = new Hono();
  app.route('/api/v1', api);
  app.route('/console/data', consoleData);
  app.route('/cdr', cdrIntake);
  app.route('/', operations);
  app.notFound(() => problemResponse({ code: 'not-found', detail: 'There is nothing at this address.' }));
  const fast = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const own = new URL(usherUrl);
  const quick = createQuickReads({ run, callerOf, commonHeaders: commonHeaders(own).flat() });
  return (request, response) => {
    if (!ownPaths.test(request.url ?? '')) return pages(request, response);
    const route = () => {
      setCommonHeaders(response, own);
      void fast(request, response);
    };
    if (!quick(request, response, route)) route();
  };
}

/** Lets the console's stream through, and in dev mode Next's own; every other upgrade is refused, absolute forms too. */
export function createUpgrades(consoleSocket: ConsoleSocket, nextDev: UpgradeListener | null): UpgradeListener {
  return (request, socket, head) => {
    const url = request.url ?? '';
    if (!url.startsWith('/') || url.startsWith('//')) return refuse(socket, 400, 'Bad Request');
    const { pathname, searchParams } = new URL(url, 'http://usher');
    if (pathname === '/console/changes') return consoleSocket.upgrade(request, socket, head, searchParams);
    if (nextDev && pathname.startsWith('/_next/')) return nextDev(request, socket, head);
    refuse(socket, 404, 'Not Found');
  };
}
