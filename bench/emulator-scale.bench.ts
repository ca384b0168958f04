import { setTimeout as pause } from 'node:timers/promises';
import { startEmulatorProcess, type EmulatorProcess } from './emulator-process';
import { compare, withinLimit, type Row } from './harness';
import { cpuMicroseconds, residentMegabytes } from './process-figures';

/** What Cisco documents as the most that CMM manages: 24 call bridges; here with 450 people each. */
const largest = 'scale:24x450';
const startWithinSeconds = 20;
const memoryWithinMegabytes = 1_024;
const rounds = 5;
/** Visitors in one round. */
const peoplePerRound = 240;
/** Visitors, each moved once, before anything is measured: by then V8 has compiled in all emulators what they will run. */
const peopleToWarmUp = 3_000;

/** How long the largest scenario takes to start and what it holds, and what a change costs as there are more bridges. */
export async function bench(): Promise<Row[]> {
  const { rows, emulator: at24 } = await startLargest();
  const others = await Promise.all([1, 4, 12].map((bridges) => startEmulatorProcess(`scale:${bridges}x450`)));
  const emulators = [...others, at24];
  try {
    const [at1, ...grown] = await inTurn(emulators, readyForVisits);
    if (!at1) return rows;
    for (const [change, cost] of Object.entries(costs)) {
      for (const visited of grown) {
        const name = `CPU per ${change} at ${visited.targets.length} bridges, against 1 bridge (µs)`;
        rows.push(await compare({ name, goal: 1.2, rounds, runSubject: () => cost(visited), runPeer: () => cost(at1) }));
      }
    }
    return rows;
  } finally {
    for (const emulator of emulators) await emulator.close();
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** An emulator, and where on each of its bridges visitors go. */
interface Visited {
  readonly emulator: EmulatorProcess;
  readonly targets: readonly Target[];
}

async function readyForVisits(emulator: EmulatorProcess): Promise<Visited> {
  await makeRoom(emulator);
  const visited = { emulator, targets: await Promise.all(emulator.callBridges.map((bridge) => someMeetings(emulator, bridge))) };
  await visits(visited, moved, peopleToWarmUp);
  return visited;
}

async function startLargest(): Promise<{ rows: Row[]; emulator: EmulatorProcess }> {
  const starts: number[] = [];
  let emulator: EmulatorProcess | null = null;
  for (let start = 0; start < 3; start += 1) {
    await emulator?.close();
    const beganMs = performance.now();
    emulator = await startEmulatorProcess(largest);
    starts.push((performance.now() - beganMs) / 1_000);
  }
  if (!emulator) throw new Error('nothing was started');
  await pause(2_000);
  const memory = residentMegabytes(emulator.process);
  const rows = [
    withinLimit(`${largest} until everybody is in (s), against ${startWithinSeconds} s`, starts, startWithinSeconds),
    withinLimit(`${largest} in memory (MB), against 1 GB`, [memory], memoryWithinMegabytes),
  ];
  return { rows, emulator };
}

/** What one change costs: microseconds of CPU of the whole emulator, over visitors who come and go one after the other. */
const costs = {
  'join or leave': async (visited: Visited) => (await cpuPerVisit(visited, leave)) / 2,
  move: cpuPerMove,
};

type Stay = (emulator: EmulatorProcess, target: Target, participant: string) => Promise<void>;

/** A visit with a move in it, less one without. */
async function cpuPerMove(visited: Visited): Promise<number> {
  return (await cpuPerVisit(visited, moved)) - (await cpuPerVisit(visited, leave));
}

async function moved(emulator: EmulatorProcess, target: Target, participant: string): Promise<void> {
  return leave(emulator, target, await move(emulator, target, participant));
}

async function cpuPerVisit(visited: Visited, stay: Stay): Promise<number> {
  const before = cpuMicroseconds(visited.emulator.process);
  await visits(visited, stay, peoplePerRound);
  return (cpuMicroseconds(visited.emulator.process) - before) / peoplePerRound;
}

/** Visitors who come and go one after the other, to the bridges in turn. */
async function visits({ emulator, targets }: Visited, stay: Stay, people: number): Promise<void> {
  for (let number = 0; number < people; number += 1) {
    const target = targets[number % targets.length];
    if (target) await stay(emulator, target, await join(emulator, target));
  }
}

/** With 450 people a bridge is full, and would take nobody. */
async function makeRoom({ control, names }: EmulatorProcess): Promise<void> {
  for (const name of names.values()) {
    const answer = await fetch(`${control}/call-bridges/${name}`, { method: 'PUT', body: JSON.stringify({ load: 50 }) });
    if (!answer.ok) throw new Error(`the load of ${name} could not be set: ${answer.status}`);
  }
}

/** A bridge with two of its meetings: visitors come into one and are moved to the other. */
interface Target {
  readonly bridge: string;
  readonly name: string;
  readonly space: string;
  readonly call: string;
}

async function someMeetings(emulator: EmulatorProcess, bridge: string): Promise<Target> {
  const headers = { authorization: emulator.authorization };
  const list = await (await fetch(`${bridge}/api/v1/calls`, { headers })).text();
  const [first, second] = [...list.matchAll(/<call id="([^"]+)"><name>([^<]*)</g)];
  const name = emulator.names.get(bridge);
  const [space, call] = [first?.[2], second?.[1]];
  if (space === undefined || call === undefined || name === undefined) throw new Error(`there are no two meetings on ${bridge}`);
  return { bridge, name, space, call };
}

async function join(emulator: EmulatorProcess, { name, space }: Target): Promise<string> {
  const person = { kind: 'sip', name: 'Visitor', space, callBridge: name };
  const joined = await fetch(`${emulator.control}/people`, { method: 'POST', body: JSON.stringify(person) });
  if (!joined.ok) throw new Error(`joining was answered with ${joined.status}: ${await joined.text()}`);
  return ((await joined.json()) as { participant: string }).participant;
}

/** Returns the newcomer's id. */
async function move(emulator: EmulatorProcess, { bridge, call }: Target, participant: string): Promise<string> {
  const moved = await fetch(`${bridge}/api/v1/calls/${call}/participants`, {
    method: 'POST',
    headers: { authorization: emulator.authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: `movedParticipant=${participant}&needsActivation=false`,
  });
  const newcomer = moved.headers.get('location')?.split('/').at(-1);
  if (newcomer === undefined) throw new Error(`a move was answered with ${moved.status}: ${await moved.text()}`);
  return newcomer;
}

async function leave(emulator: EmulatorProcess, _: Target, participant: string): Promise<void> {
  const left = await fetch(`${emulator.control}/people/${participant}`, { method: 'DELETE' });
  if (!left.ok) throw new Error(`leaving was answered with ${left.status}`);
}
