import type { Encoded } from '@/server/changes/change-log';

/** How a change crosses the wire: as a frame of a WebSocket, or as an event of `text/event-stream`. */
export type Encoding = keyof Encoded;

/** A change, or what else a stream says, as bytes for everybody who gets it in this form. @param id `<epoch>-<seq>` */
export function encode(change: { readonly event: string; readonly data: object }, id: string, encoding: Encoding): Buffer {
  if (encoding === 'event') return Buffer.from(`id: ${id}\nevent: ${change.event}\ndata: ${JSON.stringify(change.data)}\n\n`);
  return webSocketFrame(Buffer.from(JSON.stringify({ event: change.event, data: change.data, id })));
}

/** A whole text message from a server in one frame, which is not masked and so the same for every client. Source: RFC 6455, section 5.2. */
function webSocketFrame(text: Buffer): Buffer {
  const finalText = 0x81;
  if (text.length < 126) return Buffer.concat([Buffer.from([finalText, text.length]), text]);
  if (text.length < 65_536) return Buffer.concat([Buffer.from([finalText, 126, text.length >> 8, text.length & 255]), text]);
  const head = Buffer.alloc(10);
  head[0] = finalText;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(text.length), 2);
  return Buffer.concat([head, text]);
}
