import type { IncomingMessage } from 'node:http';
import { answerAccount, answerInvitation, answerOffer, answerSignIn } from './account-routes';
import { type ApiResult, refuse } from './api-result';
import { answerJoin, type JoinDoors } from './join-route';

/** A request to the API, taken apart. `parts` are what the path's pattern names, in lower case. */
interface ApiRequest {
  request: IncomingMessage;
  address: string;
  /** Where the browser found the web bridge, such as `https://127.0.0.1:4531`. */
  webBridgeUrl: string;
  parts: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

type Answer = (asked: ApiRequest, doors: JoinDoors) => Promise<ApiResult>;

interface Resource {
  path: RegExp;
  methods: Readonly<Partial<Record<string, Answer>>>;
}

const id = (name: string): string => `(?<${name}>[^/]{1,64})`;
const MAX_QUERY = 200;

/** What there is below `/api/`, apart from the WebSocket. */
const RESOURCES: readonly Resource[] = [
  { path: /^\/api\/join$/, methods: { POST: ({ request, address }, doors) => answerJoin(request, address, doors) } },
  {
    path: /^\/api\/auth$/,
    methods: {
      GET: (_, doors) => answerOffer(doors),
      POST: ({ request, address }, doors) => answerSignIn(request, address, doors),
      DELETE: ({ request }, doors) => answerAccount(request, { about: 'sign-out' }, doors),
    },
  },
  { path: /^\/api\/cospaces$/, methods: { GET: ({ request }, doors) => answerAccount(request, { about: 'spaces' }, doors) } },
  {
    path: new RegExp(`^/api/cospaces/${id('space')}$`),
    methods: { GET: ({ request, parts: { space = '' } }, doors) => answerAccount(request, { about: 'space', space }, doors) },
  },
  {
    path: new RegExp(`^/api/cospaces/${id('space')}/accessMethods/${id('accessMethod')}/emailInvitation$`, 'i'),
    methods: {
      POST: ({ request, parts: { space = '', accessMethod = '' }, webBridgeUrl }, doors) =>
        answerInvitation(request, { space, accessMethod }, webBridgeUrl, doors),
    },
  },
  {
    path: /^\/api\/userLookup$/i,
    methods: {
      GET: async ({ request, query }, doors) => {
        const wanted = query.get('query')?.trim() ?? '';
        if (wanted === '' || wanted.length > MAX_QUERY) return refuse('invalid');
        return answerAccount(request, { about: 'users', query: wanted }, doors);
      },
    },
  },
];

export type FoundRoute = { answer(address: string, doors: JoinDoors): Promise<ApiResult> } | { allow: string };

/**
 * What answers a request of this path and method; the methods that are allowed, where it is another; null where there
 * is nothing by this path.
 */
export function findApiRoute(request: IncomingMessage, url: URL): FoundRoute | null {
  for (const { path, methods } of RESOURCES) {
    const match = path.exec(url.pathname);
    if (match === null) continue;
    const answer = methods[request.method ?? ''];
    if (answer === undefined) return { allow: Object.keys(methods).join(', ') };
    const parts = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, value.toLowerCase()]));
    const asked = { request, webBridgeUrl: url.origin, parts, query: url.searchParams };
    return { answer: (address, doors) => answer({ ...asked, address }, doors) };
  }
  return null;
}
