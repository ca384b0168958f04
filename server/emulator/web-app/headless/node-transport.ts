import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { WebSocket } from 'ws';
import type { SessionSocket, SocketListener, Transport, WebAnswer, WebRequest } from '../client/transport';

const ANSWER_WITHIN_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const USER_AGENT = 'Headless';

/** Reaches a web bridge at an address such as `http://127.0.0.1:4431` without a browser. */
export function nodeTransport(webBridgeUrl: string): Transport {
  return {
    ask: (request) => send(new URL(request.path, webBridgeUrl), request),
    open: (listener) => openSocket(sessionUrl(webBridgeUrl), listener),
  };
}

function sessionUrl(webBridgeUrl: string): URL {
  const url = new URL('/api/call/session', webBridgeUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

function openSocket(url: URL, listener: SocketListener): SessionSocket {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    handshakeTimeout: ANSWER_WITHIN_MS,
    headers: { 'User-Agent': USER_AGENT },
  });
  socket.on('open', () => listener.opened());
  socket.on('message', (data) => listener.text(String(data)));
  // Every error is followed by `close`, which is what the client acts on.
  socket.on('error', () => undefined);
  socket.on('close', () => listener.closed());
  return { send: (text) => socket.send(text), close: () => socket.close(1000) };
}

function send(url: URL, { method, jwt, body }: WebRequest): Promise<WebAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve) => {
    const unreachable = (error: Error): void => resolve({ reached: false, detail: error.message });
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
        ...(jwt !== null && { Authorization: `Bearer ${jwt}` }),
        'User-Agent': USER_AGENT,
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    request.on('error', unreachable);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) response.destroy(new Error('the answer is too long'));
      });
      response.on('error', unreachable);
      response.on('end', () => resolve({ reached: true, status: response.statusCode ?? 0, text: String(Buffer.concat(chunks)) }));
    });
    request.end(text);
  });
}
