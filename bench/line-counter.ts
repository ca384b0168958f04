import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const lineFeed = 10;
let lines = 0;

/** Takes streams in and counts their lines, and does nothing else; it says on which port, and how many there were when it is asked. */
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) lines += 1;
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(lines));
process.once('disconnect', () => process.exit(0));
