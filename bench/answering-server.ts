import http from 'node:http';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { startEmulator } from '@/server/emulator/emulator';

/** The package brings no types. */
const jsonServer = createRequire(import.meta.url)('json-server') as {
  create(): RequestListener & { use(router: unknown): void };
  router(data: object): unknown;
};

/** What a server is to be, and what a plain one or a mock is to answer with. */
export type Wanted = { server: 'emulator' } | { server: 'plain'; headers: Record<string, string>; body: string } | { server: 'json-server'; body: string };

export type Started = { url: string; path: string; authorization: string };

/** A server in a process of its own, so that its CPU time is that of answering. It tells the time whenever it is asked. */
process.on('message', (message: Wanted | 'cpu') => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
    return;
  }
  void start(message).then((started) => process.send?.(started));
});
process.once('disconnect', () => process.exit(0));

async function start(wanted: Wanted): Promise<Started> {
  switch (wanted.server) {
    case 'emulator':
      return startEmulated();
    case 'plain': {
      const { headers, body } = wanted;
      const server = http.createServer((_request, response) => {
        response.writeHead(200, headers);
        response.end(body);
      });
      return { url: await listen(server), path: '/', authorization: '' };
    }
    case 'json-server': {
      const app = jsonServer.create();
      app.use(jsonServer.router({ items: [{ id: 1, text: wanted.body }] }));
      return { url: await listen(http.createServer(app)), path: '/items/1', authorization: '' };
    }
  }
}

/** The item is a call leg: of all items the one with the most in it. */
async function startEmulated(): Promise<Started> {
  const emulator = await startEmulator({ basePort: 0, scenario: 'scale:1x50', tempo: { mediaDelayMs: 0 } });
  const { user, password } = emulator.account;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const url = emulator.nodes.find(({ kind }) => kind === 'call-bridge')?.http ?? '';
  const list = await (await fetch(`${url}/api/v1/callLegs`, { headers: { authorization } })).text();
  return { url, path: `/api/v1/callLegs/${/<callLeg id="([^"]+)"/.exec(list)?.[1]}`, authorization };
}

async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
