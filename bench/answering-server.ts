import http from 'node:http';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** The package brings no types. */
const jsonServer = createRequire(import.meta.url)('json-server') as {
  create(): RequestListener & { use(router: unknown): void };
  router(data: object): unknown;
};

/** What a plain server, or a mock from npm, is to answer with. */
export type Wanted = { server: 'plain'; headers: Record<string, string>; body: string } | { server: 'json-server'; body: string };

/** A server in a process of its own, so that its CPU time is that of answering. It says where its item is. */
process.on('message', (wanted: Wanted) => void start(wanted).then((item) => process.send?.(item)));
process.once('disconnect', () => process.exit(0));

async function start(wanted: Wanted): Promise<string> {
  if (wanted.server === 'json-server') {
    const app = jsonServer.create();
    app.use(jsonServer.router({ items: [{ id: 1, text: wanted.body }] }));
    return `${await listen(http.createServer(app))}/items/1`;
  }
  const { headers, body } = wanted;
  return listen(
    http.createServer((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    }),
  );
}

async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
