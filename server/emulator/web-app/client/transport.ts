export interface SocketListener {
  opened(): void;
  text(text: string): void;
  closed(): void;
}

/** An open or opening WebSocket. `send` is called only between `opened` and `closed`. */
export interface SessionSocket {
  send(text: string): void;
  close(): void;
}

/** A request to a path of the web bridge. `jwt` is that of a sign-in. */
export interface WebRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  jwt: string | null;
  body?: unknown;
}

export type WebAnswer = { reached: true; status: number; text: string } | { reached: false; detail: string };

/** How a client reaches its web bridge: a browser has one way, a program another. */
export interface Transport {
  /** Never rejects: a server that cannot be reached is an answer, too. */
  ask(request: WebRequest): Promise<WebAnswer>;
  open(listener: SocketListener): SessionSocket;
}
