import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A WebSocket down to its bytes, for what no library would send: it answers nothing and closes nothing by itself. */
export interface RawWebSocket {
  readonly socket: Socket;
  send(...frames: Buffer[]): void;
  /** The code in the close frame of the other side, once that has come; 1006 where the connection ends without one. */
  closeCode(): Promise<number>;
}

export const opcode = { continuation: 0, text: 1, binary: 2, ping: 9, pong: 10 } as const;

/** One frame, masked as a client's must be, with a mask that changes nothing. */
export function frame(kind: number, content: Buffer | string = '', isLast = true): Buffer {
  const payload = Buffer.from(content);
  const long = payload.length > 65_535;
  const head = Buffer.alloc(payload.length < 126 ? 2 : long ? 10 : 4);
  head[0] = (isLast ? 0x80 : 0) | kind;
  head[1] = 0x80 | (payload.length < 126 ? payload.length : long ? 127 : 126);
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/** The bytes of a request to upgrade. */
export function upgradeRequest(path: string): string {
  const headers = ['Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  return [`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n');
}

/** Opens a WebSocket at an HTTP origin; rejects where it is refused. */
export async function openRawWebSocket(origin: string, path: string): Promise<RawWebSocket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let heard = Buffer.alloc(0);
  socket.on('data', (chunk) => (heard = Buffer.concat([heard, chunk])));
  socket.on('error', () => undefined);
  socket.write(upgradeRequest(path));
  while (!heard.includes('\r\n\r\n')) await once(socket, 'data');
  if (!heard.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(`it was refused: ${heard.toString('latin1')}`);
  heard = heard.subarray(heard.indexOf('\r\n\r\n') + 4);
  return {
    socket,
    send: (...frames) => void socket.write(Buffer.concat(frames)),
    closeCode: async () => {
      for (;;) {
        const found = closeCodeIn(heard);
        if (found !== null) return found;
        if (socket.closed) return 1006;
        await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
      }
    },
  };
}

/** Reads frames of a server, which are not masked, as far as they are there. */
function closeCodeIn(bytes: Buffer): number | null {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const short = bytes.readUInt8(at + 1);
    const headLength = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + headLength > bytes.length) return null;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    const isClose = (bytes.readUInt8(at) & 0x0f) === 8;
    if (isClose && at + headLength + 2 <= bytes.length) return bytes.readUInt16BE(at + headLength);
    at += headLength + length;
  }
  return null;
}
