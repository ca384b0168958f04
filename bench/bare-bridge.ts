import { randomUUID } from 'node:crypto';
import http from 'node:http';

/** A bridge that only answers: `200` with a `Location`, for every request. A process of its own, like a real one. */
const server = http.createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, { location: `/api/v1/participants/${randomUUID()}`, 'content-length': 0 }).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit(0));
