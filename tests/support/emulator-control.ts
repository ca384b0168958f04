import type { RunningUsher } from './run-usher';

/** What a test asks of the emulator at its control port. */
export interface EmulatorControl {
  /** A web app's address, by the web bridge's name. */
  webApp(webBridge: string): string;
  /** Pulls a bridge's network, or plugs it in again; says which requests its log shows. */
  change(callBridge: string, change: { down: boolean } | { apiTrace: 'off' | 'writes' }): Promise<void>;
  /** How busy a bridge says it is: whom its group places next goes to the least loaded. */
  setLoad(callBridge: string, load: number): Promise<void>;
  setMediaDelay(ms: number): Promise<void>;
  post(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
  world(): Promise<unknown>;
}

interface Node {
  name: string;
  http: string;
}

export async function emulatorControl({ control }: Pick<RunningUsher, 'control'>): Promise<EmulatorControl> {
  const ask = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const response = await fetch(control + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const { nodes } = (await ask('/')) as { nodes: Node[] };
  return {
    webApp(webBridge) {
      const node = nodes.find(({ name }) => name === webBridge);
      if (!node) throw new Error(`There is no web bridge ${webBridge}`);
      return node.http;
    },
    change: async (callBridge, change) => void (await ask(`/call-bridges/${callBridge}`, 'PUT', change)),
    setLoad: async (callBridge, load) => void (await ask(`/call-bridges/${callBridge}`, 'PUT', { load })),
    setMediaDelay: async (mediaDelayMs) => void (await ask('/clock', 'PUT', { mediaDelayMs })),
    post: (path, body) => ask(path, 'POST', body),
    delete: (path) => ask(path, 'DELETE'),
    world: () => ask('/world'),
  };
}
