import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import path from 'node:path';

const base = '/_next/static/';
const ending = '.br';
const types: Record<string, string> = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8' };

/**
 * Sends scripts and stylesheets as the build has compressed them (`scripts/compressed-static.mjs`) to who takes that, and leaves all
 * else to `otherwise`. Only what was there at the start is sent: a request's path is looked up, and never followed.
 * @param next the folder of Next's build
 */
export function sendCompressed(next: string, otherwise: RequestListener): RequestListener {
  const files = compressedIn(path.join(next, 'static'));
  return (request, response) => {
    const file = request.method === 'GET' && takesBrotli(request) ? files.get(request.url?.split('?')[0] ?? '') : undefined;
    if (file === undefined) return otherwise(request, response);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-type': types[path.extname(file.slice(0, -ending.length))],
          'content-encoding': 'br',
          'content-length': body.length,
          // The name changes with the content.
          'cache-control': 'public, max-age=31536000, immutable',
          vary: 'accept-encoding',
          'x-content-type-options': 'nosniff',
        });
        response.end(body);
      },
      () => otherwise(request, response),
    );
  };
}

/** Compressed files by the path that asks for the plain one. */
function compressedIn(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const compressed = names.filter((name) => name.endsWith(ending));
  return new Map(compressed.map((name) => [base + name.slice(0, -ending.length).split(path.sep).join('/'), path.join(folder, name)]));
}

function takesBrotli({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*br\s*(;\s*q=(1|0\.\d*[1-9])\d*(\.0*)?\s*)?(,|$)/.test(headers['accept-encoding']?.toString() ?? '');
}
