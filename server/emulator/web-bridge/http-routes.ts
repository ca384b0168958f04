import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiResult } from './api-result';
import { findApiRoute, type FoundRoute } from './api-routes';
import type { JoinDoors } from './join-route';
import { joinAnswered, type WriteLog } from './log-line';
import type { Asset, StaticAssets } from './static-assets';

export interface HttpDoors extends JoinDoors {
  assets: StaticAssets;
  log: WriteLog;
}

/**
 * Sent with every answer. No Strict-Transport-Security: on 127.0.0.1 it would bind every other program on this machine.
 */
const SECURITY_HEADERS: Record<string, string> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The camera is not named: Chromium asks for it, too, before it shows which screens there are.
  'Permissions-Policy': 'microphone=(), geolocation=(), display-capture=(self)',
};

const PAGE = /^\/(?:meeting\/\d{1,24}\/?)?$/;

/** Answers one plain HTTP request. Never throws; what fails inside is a 500 without details. */
export async function answerHttp(request: IncomingMessage, response: ServerResponse, doors: HttpDoors): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  try {
    await route(request, response, doors);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
    if (!response.headersSent) sendText(response, 500, 'Something went wrong here.');
  }
}

async function route(request: IncomingMessage, response: ServerResponse, doors: HttpDoors): Promise<void> {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return sendText(response, 400, 'Ask for a path, not for an address.');
  const path = target.split('?')[0] ?? '/';
  if (path.startsWith('/api/')) {
    const origin = originOf(request);
    const api = URL.canParse(target, origin) ? findApiRoute(request, new URL(target, origin)) : null;
    return api === null ? sendText(response, 404, 'There is nothing here.') : answerApi(request, response, api, doors);
  }
  const asset = PAGE.test(path) ? doors.assets.page : doors.assets.find(path);
  if (asset === undefined) return sendText(response, 404, 'There is nothing here.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response, 'GET, HEAD');
  sendAsset(request, response, asset);
}

async function answerApi(request: IncomingMessage, response: ServerResponse, route: FoundRoute, doors: HttpDoors): Promise<void> {
  if ('allow' in route) return refuseMethod(response, route.allow);
  const receivedAtMs = doors.now();
  const address = request.socket.remoteAddress ?? '';
  const result = await route.answer(address, doors);
  const bytesSent = sendJson(response, result);
  if (request.url?.split('?')[0] !== '/api/join') return;
  doors.log(joinAnswered({ address, status: result.status, bytesSent, receivedAtMs, answeredAtMs: doors.now() }));
}

/** Sends a result; returns the bytes of its body. */
function sendJson(response: ServerResponse, result: ApiResult): number {
  const body = Buffer.from(JSON.stringify(result.body));
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  };
  if (result.retryAfterSeconds !== undefined) headers['Retry-After'] = String(result.retryAfterSeconds);
  // What is left of a body that was too long is not read, so the connection cannot be used again.
  if (result.status === 413) headers.Connection = 'close';
  response.writeHead(result.status, headers).end(body);
  return body.length;
}

/** Where the browser found this web bridge: what it asked for as host, by the protocol that it came with. */
function originOf(request: IncomingMessage): string {
  return `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;
}

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  response.writeHead(200, {
    'Content-Type': asset.contentType,
    'Content-Length': asset.body.length,
    'Cache-Control': asset.cacheControl,
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

function refuseMethod(response: ServerResponse, allow: string): void {
  response.setHeader('Allow', allow);
  sendText(response, 405, 'This cannot be done here.');
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
