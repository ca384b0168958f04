import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { runUsher, type RunningUsher } from '../../tests/support/run-usher';
import type { LightBridges } from './light-bridges';

const patienceMs = 180_000;
const lookAgainMs = 250;
/** One piece of a stream in so many is looked into: reading must not cost as much as being told. */
const lookedInto = 8;

/** The built Usher on light bridges, with viewers of its whole stream of changes. */
export class WatchedUsher {
  readonly usher: RunningUsher;
  readonly #streams: IncomingMessage[] = [];
  readonly #agent = new Agent({ maxSockets: Infinity });
  #pieces = 0;
  #ages: number[] = [];
  /** Viewers whose stream has ended. */
  lost = 0;

  private constructor(usher: RunningUsher) {
    this.usher = usher;
  }

  /** @param people how many there are on all bridges together @param nodeOptions of Usher's process */
  static async open({ addresses }: LightBridges, people: number, viewers: number, nodeOptions = ''): Promise<WatchedUsher> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
    const remove = () => rmSync(dataDir, { recursive: true, force: true });
    const usher = await runUsher({ dataDir, databaseUrl: null, remove }, { env: { EMULATOR: 'off', NODE_OPTIONS: nodeOptions } });
    const watched = new WatchedUsher(usher);
    try {
      for (const [number, address] of addresses.entries()) await addBridge(usher, address, `light${number + 1}`);
      await until(async () => (await figure(usher, 'usher_participants')) === people, `all ${people} people are known`);
      for (let number = 0; number < viewers; number += 1) await watched.#view();
    } catch (cause) {
      await watched.close();
      throw cause;
    }
    return watched;
  }

  /** How old changes were when they came to a viewer, in milliseconds, since this was asked last; in order. */
  takeAges(): number[] {
    const ages = this.#ages.sort((a, b) => a - b);
    this.#ages = [];
    return ages;
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    this.#agent.destroy();
    await this.usher.stop();
  }

  #view(): Promise<void> {
    const headers = { authorization: `Bearer ${this.usher.token}` };
    return new Promise((resolve, reject) => {
      const asked = get(`${this.usher.url}/api/v1/changes`, { headers, agent: this.#agent }, (stream) => {
        this.#streams.push(stream);
        stream.on('data', (piece: Buffer) => this.#look(piece));
        stream.on('error', () => undefined);
        stream.on('close', () => (this.lost += 1));
        resolve();
      });
      asked.on('error', reject);
    });
  }

  #look(piece: Buffer): void {
    this.#pieces += 1;
    if (this.#pieces % lookedInto !== 0) return;
    const nowMs = Date.now();
    for (const [, changedAtMs] of piece.toString('latin1').matchAll(/"layout":"at (\d+)"/g)) this.#ages.push(nowMs - Number(changedAtMs));
  }
}

async function addBridge(usher: RunningUsher, address: string, name: string): Promise<void> {
  const trust = { kind: 'system', value: '' };
  const { status, body } = await usher.api('/call-bridges', { body: { address, name, username: 'api', password: 'light', trust } });
  if (status !== 201) throw new Error(`a bridge is not added: ${JSON.stringify(body)}`);
}

/**
 * One of Usher's own figures; with labels, the sum over them. Asked for over a connection of its own: one that is kept may be closed
 * by the other side in the moment in which it is used again. Rejects with what Usher printed if there is no answer.
 */
export async function figure({ url, token, output }: RunningUsher, name: string): Promise<number> {
  const asked = get(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` }, agent: false });
  const text = await once(asked, 'response').then(
    ([answer]: IncomingMessage[]) => (answer ? readText(answer) : ''),
    (cause: unknown) => {
      throw new Error(`Usher does not tell its figures:\n${output()}`, { cause });
    },
  );
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0);
}

/** Waits until something holds, and gives up after minutes. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`it does not come about that ${what}`);
    await pause(lookAgainMs);
  }
}
