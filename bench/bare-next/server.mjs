import http from 'node:http';
import next from 'next';

const port = Number(process.env.PORT);
const app = next({ dev: false, dir: import.meta.dirname, hostname: '127.0.0.1', port, httpServer: http.createServer() });
await app.prepare();
http.createServer(app.getRequestHandler()).listen(port, '127.0.0.1');
