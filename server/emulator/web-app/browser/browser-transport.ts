import type { SessionSocket, SocketListener, Transport, WebAnswer, WebRequest } from '../client/transport';

const ANSWER_WITHIN_MS = 15_000;

/** Reaches the web bridge that served this page. */
export const browserTransport: Transport = { ask, open };

async function ask({ method, path, jwt, body }: WebRequest): Promise<WebAnswer> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(jwt !== null && { Authorization: `Bearer ${jwt}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return { reached: true, status: response.status, text: await response.text() };
  } catch (error) {
    return { reached: false, detail: error instanceof Error ? error.message : '' };
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
