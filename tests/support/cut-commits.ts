import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** As the protocol of PostgreSQL has it: texts end with a zero, values that are sent along do not. */
const commit = /\bcommit\0/i;

/** A wire to PostgreSQL on which the answer to a commit gets lost, and its connection with it, where a test says so. */
export interface CutCommits {
  /** Of the database, through the wire. */
  readonly databaseUrl: string;
  /** The next commit is done, and nobody told: its connection ends. With `all` every connection does, and none is made until `heal`. */
  cutNext(which: 'one' | 'all'): void;
  /** How many answers got lost. */
  readonly cut: number;
  heal(): void;
  close(): Promise<void>;
}

export async function cutCommits(databaseUrl: string): Promise<CutCommits> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed: 'one' | 'all' | null = null;
  let isClosed = false;
  let cut = 0;
  const wire = (near: Socket) => {
    if (isClosed) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    const end = () => [near, far].forEach((socket) => socket.destroy());
    let losing: typeof armed = null;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    near.on('data', (said: Buffer) => {
      if (armed && commit.test(said.toString('latin1'))) [losing, armed] = [armed, null];
      far.write(said);
    });
    far.on('data', (answer: Buffer) => {
      if (!losing) return void near.write(answer);
      cut += 1;
      isClosed = losing === 'all';
      if (isClosed) for (const socket of sockets) socket.destroy();
      end();
    });
  };
  const server = createServer(wire);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const near = new URL(databaseUrl);
  near.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: near.href,
    cutNext: (which) => void (armed = which),
    get cut() {
      return cut;
    },
    heal: () => void (isClosed = false),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
