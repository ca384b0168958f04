import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { WebSocket } from 'ws';
import type { JoinRequest } from '../../protocol/client-session';
import type { JoinOutcome, SessionSocket, SocketListener, Transport } from '../client/call-client';
import { readJoinAnswer } from '../client/read-join-answer';

const JOIN_WITHIN_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const USER_AGENT = 'Headless';

/** Reaches a web bridge at an address such as `http://127.0.0.1:4431` without a browser. */
export function nodeTransport(webBridgeUrl: string): Transport {
  return {
    join: (request) => postJoin(new URL('/api/join', webBridgeUrl), request),
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
    handshakeTimeout: JOIN_WITHIN_MS,
    headers: { 'User-Agent': USER_AGENT },
  });
  socket.on('open', () => listener.opened());
  socket.on('message', (data) => listener.text(String(data)));
  // Every error is followed by `close`, which is what the client acts on.
  socket.on('error', () => undefined);
  socket.on('close', () => listener.closed());
  return { send: (text) => socket.send(text), close: () => socket.close(1000) };
}

function postJoin(url: URL, join: JoinRequest): Promise<JoinOutcome> {
  const body = JSON.stringify(join);
  return new Promise((resolve) => {
    const unreachable = (error: Error): void => resolve({ ok: false, reason: 'unreachable', detail: error.message });
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': USER_AGENT,
      },
      signal: AbortSignal.timeout(JOIN_WITHIN_MS),
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
      response.on('end', () => resolve(readJoinAnswer(response.statusCode === 200, String(Buffer.concat(chunks)))));
    });
    request.end(body);
  });
}
