import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { notABridge } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import { brokenExchange, connectionFailure } from '@/server/bridge-client/exchange-failure';
import { unreachable } from '@/server/bridge-client/failure-words';
import { connectOnce } from '@/server/bridge-client/secure-connector';

/** A roster of 2,600 people is below 1 MB. */
const maxMessageBytes = 4 * 1024 * 1024;
const handshakeMs = 5000;

/** A WebSocket, and the connection that it goes over. */
export interface EventsConnection {
  readonly webSocket: WebSocket;
  readonly socket: Duplex;
}

/**
 * Opens the events WebSocket with a fresh token, over a connection whose certificate has been judged like any other.
 * The socket comes paused, so that no message is lost: attach the listeners, then resume it.
 */
export async function openEvents(transport: BridgeTransport, token: string): Promise<Answer<EventsConnection>> {
  const { address } = transport;
  let socket;
  try {
    socket = await connectOnce(transport.connector, address);
  } catch (error) {
    return { ok: false, error: unreachable(address, connectionFailure(asError(error))) };
  }
  const url = new URL('/events/v1', address.origin);
  url.protocol = address.secure ? 'wss:' : 'ws:';
  url.searchParams.set('authToken', token);
  const webSocket = new WebSocket(url, {
    createConnection: () => socket,
    maxPayload: maxMessageBytes,
    handshakeTimeout: handshakeMs,
    perMessageDeflate: false,
  });
  return new Promise((resolve) => {
    webSocket.once('open', () => {
      webSocket.pause();
      resolve({ ok: true, value: { webSocket, socket } });
    });
    webSocket.once('unexpected-response', (_, response) => {
      const status = response.statusCode ?? null;
      resolve(notABridge(`${address.origin} refuses an events connection (${status ?? 'no status'}).`, status, false));
      webSocket.terminate();
    });
    webSocket.on('error', (error) => {
      resolve({ ok: false, error: unreachable(address, brokenExchange(error, 'sent')) });
    });
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
