import { setTimeout as delay } from 'node:timers/promises';
import type { Emulator } from '@/server/emulator/emulator';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { emulatedBridge, idsOf, worldOf } from '../emulated-bridge';
import type { BridgeAnswer, WorldView } from '../emulated-bridge';

/** The cluster on which random deeds are done, and its nodes. */
export const cluster = 'webapp.com';
export const bridgeNames = ['cbcms1', 'cbcms2', 'cbcms3'];
export const webBridgeNames = ['wbcms1', 'wbcms2'];

/** An emulator of the scenario `empty`, and the web apps without a browser that joined it so far. */
export interface Stage {
  readonly emulator: Emulator;
  readonly clients: HeadlessGuest[];
}

/** Three numbers that choose among what there is when a deed is done. */
export type Dice = readonly [number, number, number];

/** One thing that may happen, at any time. Whether it is refused is the emulator's affair. */
export type Deed = (stage: Stage, dice: Dice) => Promise<unknown>;

export const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % Math.max(1, from.length)];

type CallView = WorldView['callBridges'][number]['calls'][number];

/** Somebody or something, and the bridge that has it. */
export interface At {
  readonly bridge: string;
  readonly id: string;
}

/** The calls of the cluster. */
export async function callsOf({ emulator }: Stage): Promise<(At & CallView)[]> {
  const { callBridges } = await worldOf(emulator);
  return callBridges.filter((one) => one.cluster === cluster).flatMap(({ name, calls }) => calls.map((call) => ({ bridge: name, ...call })));
}

/** Everybody in them. */
export async function peopleOf(stage: Stage): Promise<(At & { leg: string })[]> {
  return (await callsOf(stage)).flatMap(({ bridge, participants }) => participants.map(({ id, leg }) => ({ bridge, id, leg })));
}

/** How long an answer is waited for: armed faults swallow some. */
const answerWithinMs = 1_000;

/** Asks a bridge. Null if no answer comes: its network is pulled, or a fault had it that way. */
export async function ask({ emulator }: Stage, bridge: string, method: string, path: string, body?: string): Promise<BridgeAnswer | null> {
  const answer = emulatedBridge(emulator, bridge).request(method, path, body).catch(() => null);
  return Promise.race([answer, delay(answerWithinMs, null, { ref: false })]);
}

/** Ids of the objects in a list of the API; none if no answer comes. */
export async function listed(stage: Stage, bridge: string, path: string, element: string): Promise<string[]> {
  return idsOf((await ask(stage, bridge, 'GET', path))?.text ?? '', element);
}
