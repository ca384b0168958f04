import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { progressLines } from '@/lib/trace/diagnosis-progress';
import { emulatorControl } from '../tests/support/emulator-control';
import { openEvents, type EventStream } from '../tests/support/event-stream';
import { runUsher, type RunningUsher } from '../tests/support/run-usher';
import { compare, median, withinLimit, type Row } from './harness';
import { residentMegabytes } from './process-figures';

const largeBytes = 1_000_000_000;
const rounds = 5;
/** One look each, in milliseconds. */
const paceMs = 10;
const idleLooks = 300;
const people = 60;
const patienceMs = 30_000;

/** What others feel of a log of 1 GB that somebody sends to the built Usher. */
export async function bench(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-bench-upload-'));
  const file = path.join(folder, 'cms.log');
  await pipeline(Readable.from(pieces()), createWriteStream(file));
  const usher = await runUsher({ dataDir: path.join(folder, 'data'), databaseUrl: null, remove: () => undefined }, { scenario: 'empty' });
  const house = await House.open(usher);
  try {
    return await rowsOf(house, file);
  } finally {
    house.close();
    await usher.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsOf(house: House, file: string): Promise<Row[]> {
  const busy: Looks[] = [];
  const taking: number[] = [];
  const added: number[] = [];
  const under = async (): Promise<Looks> => {
    const before = house.memory();
    const sending = new Sending(house.usher, file);
    const whileTaken = await house.look(() => sending.isRead);
    const whileRead = await house.look(() => sending.isOver);
    await sending.over;
    taking.push(median(whileTaken.gets));
    added.push(Math.max(whileTaken.mostMb, whileRead.mostMb) - before);
    busy.push(whileRead);
    return whileRead;
  };
  // One load serves all figures: what is measured first is kept for the others.
  const idles: Looks[] = [];
  const gets = await compare({
    name: 'GET of the meetings while 1 GB of log is read, p50, against idle (ms)',
    goal: 2,
    rounds,
    runSubject: async () => median((await under()).gets),
    runPeer: async () => {
      const looks = await house.look((count) => count >= idleLooks);
      idles.push(looks);
      return median(looks.gets);
    },
  });
  const others = async (name: string, goal: number, subjects: readonly number[], peers: readonly number[]) => {
    const [left, right] = [[...subjects], [...peers]];
    return compare({ name, goal, rounds, runSubject: () => Promise.resolve(left.shift() ?? NaN), runPeer: () => Promise.resolve(right.shift() ?? NaN) });
  };
  return [
    gets,
    await others('a change until a script has it while 1 GB is read, p50, against idle (ms)', 2, busy.map(({ changes }) => median(changes)), idles.map(({ changes }) => median(changes))),
    await others('GET of the meetings while 1 GB is taken in, p50, against idle (ms)', 2, taking, idles.map((looks) => median(looks.gets))),
    withinLimit('the longest GET while it is read (ms)', busy.slice(1).map((looks) => Math.max(...looks.gets)), 50),
    withinLimit('resident memory that it adds to Usher (MB)', added.slice(1), 400),
  ];
}

interface Looks {
  /** How long each GET took, and each change until it was told, in milliseconds. */
  readonly gets: readonly number[];
  readonly changes: readonly number[];
  readonly mostMb: number;
}

/** An Usher with somebody in it who changes, and a script that follows. */
class House {
  #presenting = false;

  private constructor(
    readonly usher: RunningUsher,
    private readonly events: EventStream,
    private readonly person: string,
    private readonly pool: Pool,
  ) {}

  static async open(usher: RunningUsher): Promise<House> {
    const control = await emulatorControl(usher);
    const added = { participant: '' };
    for (let count = 0; count < people; count += 1) Object.assign(added, await control.post('/people', { kind: 'sip', name: `Guest ${count}`, numericId: `100${1 + (count % 4)}`, callBridge: 'cbcms1' }));
    const { participant } = added;
    while ((await usher.api(`/participants/${participant}`)).status !== 200) await pause(100);
    const events = await openEvents(usher);
    return new House(usher, events, participant, new Pool(usher.url, { connections: 1 }));
  }

  memory(): number {
    return residentMegabytes({ pid: this.usher.pid });
  }

  /** Looks at the meetings, and now and then at a change, until it is enough. */
  async look(isEnough: (looks: number) => boolean): Promise<Looks> {
    const [gets, changes]: [number[], number[]] = [[], []];
    let mostMb = 0;
    for (let looks = 0; !isEnough(looks) || gets.length < 20; looks += 1) {
      const start = performance.now();
      const { body } = await this.pool.request({ path: '/api/v1/meetings', method: 'GET', headers: { authorization: `Bearer ${this.usher.token}` } });
      await body.dump();
      gets.push(performance.now() - start);
      if (looks % 10 === 0) changes.push(await this.#change());
      mostMb = Math.max(mostMb, this.memory());
      await pause(paceMs);
    }
    return { gets, changes, mostMb };
  }

  close(): void {
    this.events.close();
    void this.pool.close();
  }

  /** From when somebody begins or ends to present until the stream says so. */
  async #change(): Promise<number> {
    this.#presenting = !this.#presenting;
    const from = this.events.changes.length;
    const start = performance.now();
    await fetch(`${this.usher.control}/people/${this.person}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ presenting: this.#presenting }) });
    const isTold = () => this.events.changes.slice(from).some((change) => change.event === 'participant' && change.data.id === this.person);
    while (!isTold()) {
      if (performance.now() - start > patienceMs) throw new Error('A change did not come through.');
      await pause(0);
    }
    return performance.now() - start;
  }
}

/** A file on its way to Usher, sent by a process of its own. */
class Sending {
  isRead = false;
  isOver = false;
  readonly over: Promise<void>;

  constructor({ url, token }: RunningUsher, file: string) {
    const curl = spawn('curl', ['-sSN', '-H', `Authorization: Bearer ${token}`, '-H', `Accept: ${progressLines}`, '-F', `files=@${file}`, `${url}/api/v1/diagnoses`]);
    let answer = '';
    curl.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.isRead = true;
      answer += text;
    });
    this.over = new Promise((resolve, reject) => {
      curl.once('error', reject);
      curl.once('close', () => {
        this.isOver = true;
        this.isRead = true;
        if (answer.includes('"report"')) resolve();
        else reject(new Error(`The file was not read: ${answer.slice(-500)}`));
      });
    });
  }
}

function* pieces(): Generator<string> {
  for (let [written, line] = [0, 0]; written < largeBytes; ) {
    let text = '';
    for (const end = line + 10_000; line < end; line += 1) {
      const at = new Date(Date.UTC(2026, 2, 4) + line * 7).toISOString();
      text += `Mar  4 ${at.slice(11, 23)} user.info cms-a host:server:  INFO : call ${line}: setting up UDT RTP session for DTLS (combined media and control)\n`;
    }
    written += text.length;
    yield text;
  }
}
