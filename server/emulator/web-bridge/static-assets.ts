import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Asset {
  body: Buffer;
  contentType: string;
  cacheControl: string;
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The built web app, held in memory: what is not in it can be asked for in no spelling of a path. */
export class StaticAssets {
  readonly page: Asset;
  readonly #files = new Map<string, Asset>();

  /** Reads `index.html` and `assets/` of the directory that the build wrote. Throws where they are not there. */
  constructor(directory: string) {
    this.page = read(join(directory, 'index.html'), 'no-cache');
    for (const name of readdirSync(join(directory, 'assets'))) {
      // Names carry a hash of the content.
      this.#files.set(`/assets/${name}`, read(join(directory, 'assets', name), 'public, max-age=31536000, immutable'));
    }
  }

  /** The file at a path such as `/assets/web-app-X4HZ.js`. */
  find(path: string): Asset | undefined {
    return this.#files.get(path);
  }
}

function read(path: string, cacheControl: string): Asset {
  const contentType = CONTENT_TYPES[extname(path)];
  if (contentType === undefined) throw new Error(`${path} is of no kind that the web app is made of`);
  return { body: readFileSync(path), contentType, cacheControl };
}
