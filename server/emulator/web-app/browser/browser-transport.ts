import type { JoinRequest } from '../../protocol/client-session';
import type { JoinOutcome, SessionSocket, SocketListener, Transport } from '../client/call-client';
import { readJoinAnswer } from '../client/read-join-answer';

const JOIN_WITHIN_MS = 15_000;

/** Reaches the web bridge that served this page. */
export const browserTransport: Transport = { join, open };

async function join(request: JoinRequest): Promise<JoinOutcome> {
  try {
    const response = await fetch('/api/join', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(JOIN_WITHIN_MS),
    });
    return readJoinAnswer(response.status === 200, await response.text());
  } catch (error) {
    return { ok: false, reason: 'unreachable', detail: error instanceof Error ? error.message : '' };
  }
}

function open(listener: SocketListener): SessionSocket {
  const url = new URL('/api/call/session', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => listener.opened());
  socket.addEventListener('message', (message: MessageEvent<unknown>) => listener.text(String(message.data)));
  socket.addEventListener('close', () => listener.closed());
  return { send: (text) => socket.send(text), close: () => socket.close(1000) };
}
