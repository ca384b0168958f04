import 'reflect-metadata';
import { pino } from 'pino';
import { vi, expect } from 'vitest';
import type { Participant } from '@/lib/meeting/participant';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { ClusterDefinition } from '@/server/emulator/cluster/definition';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import type { Inventory } from '@/server/inventory/inventory';
import { worldOf, type WorldView } from './emulated-bridge';

export const testSecret = 'a secret that is long enough for a test';
/** No waiting for media: what a test waits for is only what it asks about. */
const tempo = { mediaDelayMs: 0, dialDelayMs: 0 };

/** Waits a tenth of the time: for what a feed does every few seconds. */
export const hastyClock: Clock = { now: systemClock.now, after: (delayMs, run) => systemClock.after(delayMs / 10, run) };

export interface FollowedEmulator {
  readonly emulator: Emulator;
  readonly bridges: Bridges;
  close(): Promise<void>;
}

/** An emulator, and what Usher makes of it over its HTTPS ports. @param clusters others than the demo's, without anybody */
export async function followEmulator(clusters?: readonly ClusterDefinition[]): Promise<FollowedEmulator> {
  const emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'followed', tempo, clusters });
  const { authorityPem, account, nodes } = emulator;
  const db = await memoryDatabase();
  const bridges = createBridges({
    db,
    secret: testSecret,
    log: pino({ enabled: false }),
    emulator: { authority: authorityPem, account, nodes },
  });
  await bridges.start();
  await vi.waitFor(() => expect(statesOf(bridges.inventory)).toEqual(statesWanted(emulator)), patience);
  return {
    emulator,
    bridges,
    async close() {
      await bridges.stop();
      await emulator.close();
      await db.destroy();
    },
  };
}

export const patience = { timeout: 20_000, interval: 20 };

function statesOf({ picture }: Inventory): string[] {
  return [...picture.callBridges.values()].map(({ name, state, feeds }) => `${name} ${state} ${feeds.events}`).sort();
}

function statesWanted({ nodes }: Emulator): string[] {
  return nodes.filter(({ kind }) => kind === 'call-bridge').map(({ name }) => `${name} connected active`).sort();
}

/** Everybody, one a line, with all that both sides know of them; and the meetings, with their hosts. */
export type Census = string[];

export function censusOfInventory({ picture }: Inventory): Census {
  const people = [...picture.participants.values()].map((participant) => lineOf({ ...participant, home: participant.callBridge.name }));
  const meetings = [...picture.meetings.values()].map(({ id, name, participantCount, calls }) => {
    const hosts = calls.map(({ callBridge }) => picture.callBridges.get(callBridge)?.name).sort();
    return `meeting ${id} ${name}: ${participantCount} on ${hosts.join(' ')}`;
  });
  return [...people, ...meetings].sort();
}

export function censusOfWorld({ callBridges }: WorldView): Census {
  const people: string[] = [];
  const meetings = new Map<string, { name: string; count: number; hosts: string[] }>();
  for (const bridge of callBridges) {
    for (const call of bridge.calls) {
      const meeting = meetings.get(call.correlator) ?? { name: call.name, count: 0, hosts: [] };
      meeting.hosts.push(bridge.name);
      meeting.count += call.participants.length;
      meetings.set(call.correlator, meeting);
      for (const participant of call.participants) {
        const { rxAudioMute, kind } = participant;
        people.push(lineOf({ ...participant, kind, meeting: call.correlator, home: bridge.name, muted: { audio: rxAudioMute } }));
      }
    }
  }
  const lines = [...meetings].map(([id, { name, count, hosts }]) => `meeting ${id} ${name}: ${count} on ${hosts.sort().join(' ')}`);
  return [...people, ...lines].sort();
}

interface Known extends Pick<Participant, 'id' | 'name' | 'meeting'> {
  readonly kind: string;
  readonly state: string;
  readonly home: string;
  readonly muted: { readonly audio: boolean };
  readonly movedFrom: { readonly participant: string } | null;
}

function lineOf({ id, name, kind, state, meeting, home, muted, movedFrom }: Known): string {
  return [id, name, kind, state, 'in', meeting, 'at', home, muted.audio ? 'muted' : 'heard', movedFrom?.participant ?? 'new'].join(' ');
}

/** Waits until Usher shows what the emulator has, and everybody's media is there. */
export async function untilQuiet({ emulator, bridges }: FollowedEmulator): Promise<Census> {
  let shown: Census = [];
  await vi.waitFor(async () => {
    const world = await worldOf(emulator);
    shown = censusOfInventory(bridges.inventory);
    expect(shown).toEqual(censusOfWorld(world));
    expect(shown.filter((line) => line.includes(' initial in '))).toEqual([]);
  }, patience);
  return shown;
}
