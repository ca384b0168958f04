import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a plain server is to answer with: headers as names and values in turn. */
export interface Ready {
  headers: string[];
  body: string;
}

/** Plain node:http in a process of its own: it sends a buffer that is ready, and does nothing else. It says where. */
process.on('message', ({ headers, body }: Ready) => {
  const bytes = Buffer.from(body);
  const server = http.createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});
process.once('disconnect', () => process.exit(0));
