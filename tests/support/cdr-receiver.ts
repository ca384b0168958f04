import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { makeTestCertificate } from './test-certificate';

/** One record as a receiver reads it. */
export interface ReceivedRecord {
  readonly session: string;
  readonly callBridge: string | null;
  readonly type: string;
  readonly time: string;
  readonly recordIndex: number;
  readonly correlatorIndex: number;
  readonly missing: number;
  /** Id of the call, leg, recording or stream that it is about. */
  readonly subject: string;
  readonly text: string;
}

/** What a receiver does with a POST: the status of its answer, or none at all; `reset-once` is over with the first. */
export type Reaction = number | 'hang' | 'reset' | 'reset-once';

/** A CDR receiver that does nothing but listen, as a monitoring program would. */
export interface CdrReceiver {
  readonly uri: string;
  /** Every POST as it came, those that were not acknowledged among them. */
  readonly posts: string[];
  /** What was acknowledged. */
  readonly records: ReceivedRecord[];
  /** Connections that were opened to it. */
  readonly connections: number;
  react: Reaction;
  /** Records of one type, acknowledged, in order. */
  of(type: string): ReceivedRecord[];
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface, with a certificate that nobody has signed if it is `secure`. */
export async function startCdrReceiver({ secure = false, react = 204 }: { secure?: boolean; react?: Reaction } = {}): Promise<CdrReceiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const records: ReceivedRecord[] = [];
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      receiver.posts.push(text);
      if (receiver.react === 'hang') return;
      if (receiver.react === 'reset' || receiver.react === 'reset-once') {
        if (receiver.react === 'reset-once') receiver.react = 204;
        return void request.socket.destroy();
      }
      if (receiver.react < 300) records.push(...readRecords(text));
      response.writeHead(receiver.react).end();
    });
  };
  const server = secure ? createHttpsServer(await makeTestCertificate(), take) : createHttpServer(take);
  // An idle connection stays, however slowly a test goes on.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: CdrReceiver = {
    uri: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/cdr?token=secret`,
    posts: [],
    records,
    get connections() {
      return connections;
    },
    react,
    of: (type) => records.filter((record) => record.type === type),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return receiver;
}

function readRecords(text: string): ReceivedRecord[] {
  const [, session = '', callBridge] = /<records session="([^"]+)"(?: callBridge="([^"]+)")?>/.exec(text) ?? [];
  const pattern = /<record ([^>]*)>\n(.*?)<\/record>\n/gs;
  return [...text.matchAll(pattern)].map(([, attributes = '', content = '']) => {
    const attribute = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    return {
      session,
      callBridge: callBridge ?? null,
      type: attribute('type'),
      time: attribute('time'),
      recordIndex: Number(attribute('recordIndex')),
      correlatorIndex: Number(attribute('correlatorIndex')),
      missing: Number(attribute('numPreceedingRecordsMissing')),
      subject: /^<\w+ id="([^"]*)"/.exec(content)?.[1] ?? '',
      text: content,
    };
  });
}
