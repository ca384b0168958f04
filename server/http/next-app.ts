import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { UpgradeListener } from '@/server/http/web-server';

export interface NextAppOptions {
  /** Where `.next` and `next.config.js` are. */
  readonly root: string;
  readonly usherUrl: string;
  readonly cookieSecret: string;
  readonly dev: boolean;
}

export interface NextApp {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Next's own stream for hot reloading; null unless in dev mode. */
  readonly devUpgrade: UpgradeListener | null;
}

/**
 * Next, for the pages. It is given a server that never listens, since it would put an `upgrade` listener of its own on the real
 * one. next-auth reads its settings from the environment when it is first imported, so they are set before.
 */
export async function prepareNext({ root, usherUrl, cookieSecret, dev }: NextAppOptions): Promise<NextApp> {
  process.env.NEXTAUTH_URL = usherUrl;
  process.env.NEXTAUTH_SECRET = cookieSecret;
  const { default: next } = await import('next');
  const { hostname, port } = new URL(usherUrl);
  const unlistened = http.createServer();
  const app = next({ dev, dir: root, hostname, port: Number(port) || undefined, httpServer: unlistened });
  await app.prepare();
  const devUpgrade: UpgradeListener = (request, socket, head) => void unlistened.emit('upgrade', request, socket, head);
  const answer = app.getRequestHandler();
  return { answer: (request, response) => answer(request, response), devUpgrade: dev ? devUpgrade : null };
}
