import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a plain server is to answer with. */
export interface Wanted {
  headers: Record<string, string>;
  body: string;
}

/** A server in a process of its own, so that its CPU time is that of answering. It says where its item is. */
process.on('message', ({ headers, body }: Wanted) => {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});
process.once('disconnect', () => process.exit(0));
