import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock } from '@/server/bridge-client/clock';
import type { CdrDesk } from '@/server/feeds/cdr/cdr-desk';
import { createCdrIntake } from '@/server/http/cdr-intake';

/** The intake for call detail records on a port of its own, without the rest of Usher. */
export interface OpenIntake {
  /** How bridges reach it. */
  readonly url: string;
  serve(desk: CdrDesk, clock: Clock): void;
  close(): void;
}

export async function openIntake(): Promise<OpenIntake> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(desk, clock) {
      answer = getRequestListener(new Hono().route('/cdr', createCdrIntake(desk, clock)).fetch, { overrideGlobalObjects: false });
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
