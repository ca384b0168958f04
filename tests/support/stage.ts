import { z } from 'zod';
import { callBridgeSchema } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { participantSchema, type Participant } from '@/lib/meeting/participant';
import { orderSchema, type Order } from '@/lib/move/order';
import { emulatorControl } from './emulator-control';
import type { WorldView } from './emulated-bridge';
import type { ApiAnswer, ApiInit } from './run-usher';
import { startUsher, type RunningUsher, type UsherOptions } from './usher';
import { waitUntil } from './wait-until';

/** Whom a test brings into a meeting. */
export interface Newcomer {
  readonly name: string;
  readonly numericId: string;
  readonly kind?: 'web-app' | 'sip' | 'microsoft';
  readonly callBridge?: string;
  readonly cluster?: string;
}

/** An Usher whose meetings hold only whom a test brings in. */
export interface Stage extends RunningUsher {
  /** Brings somebody in, and waits until Usher knows all of them that a verdict needs. */
  bringIn(newcomer: Newcomer): Promise<Participant>;
  /** Has somebody leave, and waits until Usher knows. */
  sendAway(participant: string): Promise<void>;
  /** Posts a move of one person, and waits for its end. */
  move(participant: string, meeting: string, init?: ApiInit & { onlyIfIn?: string }): Promise<ApiAnswer & { order: Order }>;
  /** Everybody in the emulator, by participant id. */
  world(): Promise<WorldPerson[]>;
}

export interface WorldPerson {
  readonly id: string;
  readonly name: string;
  readonly meeting: string;
  /** The participant that this one was made from. */
  readonly from: string | null;
}

export const patience = { timeout: 30_000, interval: 25 };

/** Starts one, with nobody in it, and with its bridges connected. */
export async function startStage(options: UsherOptions = {}): Promise<Stage> {
  const usher = await startUsher({ scenario: 'empty', ...options });
  await untilConnected(usher, 4);
  const control = await emulatorControl(usher);
  await control.setMediaDelay(0);
  return {
    ...usher,
    async bringIn({ kind = 'sip', ...newcomer }) {
      const added = z.object({ participant: z.string() }).parse(await control.post('/people', { kind, ...newcomer }));
      return waitUntil(async () => {
        const answer = await usher.api(`/participants/${added.participant}`);
        const person = participantSchema.safeParse(answer.body).data;
        return person?.state === 'connected' && person.kind !== 'unknown' && person.canMove !== null ? person : null;
      }, patience);
    },
    async sendAway(participant) {
      await fetch(`${usher.control}/people/${participant}`, { method: 'DELETE' });
      await waitUntil(async () => (await usher.api(`/participants/${participant}`)).status === 404, patience);
    },
    async move(participant, meeting, { onlyIfIn, headers, ...init } = {}) {
      const body = { participants: [participant], to: { meeting }, onlyIfIn };
      const answer = await usher.api('/moves', { ...init, body, headers: { prefer: 'wait=30', ...headers } });
      return { ...answer, order: orderSchema.parse(answer.body) };
    },
    world: async () => peopleIn((await control.world()) as WorldView),
  };
}

/** Waits until so many call bridges are connected and deliver events. */
export async function untilConnected(usher: RunningUsher, count: number): Promise<void> {
  await waitUntil(async () => {
    const { items } = z.object({ items: z.array(callBridgeSchema) }).parse((await usher.api('/call-bridges')).body);
    return items.filter(({ state, feeds }) => state === 'connected' && feeds.events === 'active').length === count;
  }, patience);
}

/** The live meeting of that name; waits for it. */
export async function meetingNamed(usher: RunningUsher, name: string): Promise<Meeting> {
  return waitUntil(async () => {
    const { body } = await usher.api(`/meetings?search=${encodeURIComponent(name)}`);
    return (body as { items: Meeting[] }).items.find((meeting) => meeting.name === name);
  }, patience);
}

function peopleIn({ callBridges }: WorldView): WorldPerson[] {
  const calls = callBridges.flatMap((bridge) => bridge.calls);
  return calls.flatMap(({ correlator, participants }) =>
    participants.map(({ id, name, movedFrom }) => ({ id, name, meeting: correlator, from: movedFrom?.participant ?? null })),
  );
}
