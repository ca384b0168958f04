import { expect, vi } from 'vitest';
import type { Verdict } from '@/lib/move/verdict';
import type { ClusterDefinition } from '@/server/emulator/cluster/definition';
import type { Wish } from '@/server/moves/situation';
import { addPerson, askControl, emulatedBridge, worldOf, type WorldView } from './emulated-bridge';
import { followEmulator, patience, type FollowedEmulator } from './followed-emulator';
import { judgeClosely, type Answered } from './verdict-outcome';

/** Where one call of a meeting is: on which bridge, under which ids. */
export interface Place {
  readonly bridge: string;
  readonly call: string;
  readonly meeting: string;
}

type Person = WorldView['callBridges'][number]['calls'][number]['participants'][number] & { readonly meeting: string };

/** An emulator that Usher follows, and the means to bring people in, to judge, and to ask the bridges themselves. */
export class VerdictStage {
  private constructor(readonly followed: FollowedEmulator) {}

  static async open(clusters: readonly ClusterDefinition[]): Promise<VerdictStage> {
    return new VerdictStage(await followEmulator({ clusters }));
  }

  close(): Promise<void> {
    return this.followed.close();
  }

  /** Brings somebody in; the participant's id. */
  async add(person: Parameters<typeof addPerson>[1]): Promise<string> {
    return (await addPerson(this.followed.emulator, person)).participant;
  }

  async control(method: string, path: string, body?: unknown): Promise<void> {
    const { status, body: answer } = await askControl(this.followed.emulator, method, path, body);
    if (status >= 400) throw new Error(JSON.stringify(answer));
  }

  /** A request to one bridge's API, by its name; fails the test unless it is taken. */
  async ask(bridge: string, method: string, path: string, form?: string): Promise<string> {
    const { status, text, created } = await emulatedBridge(this.followed.emulator, bridge).request(method, path, form);
    if (status !== 200) throw new Error(`${bridge} answered ${path} with ${status}: ${text}`);
    return created;
  }

  /** A document of one bridge's API. */
  read(bridge: string, path: string): Promise<string> {
    return emulatedBridge(this.followed.emulator, bridge).get(path);
  }

  /** Everybody in every meeting, by participant id. */
  async people(): Promise<ReadonlyMap<string, Person>> {
    const { callBridges } = await worldOf(this.followed.emulator);
    const all = callBridges.flatMap(({ calls }) =>
      calls.flatMap(({ correlator, participants }) => participants.map((person) => [person.id, { ...person, meeting: correlator }] as const)),
    );
    return new Map(all);
  }

  async meetings(): Promise<ReadonlySet<string>> {
    const { callBridges } = await worldOf(this.followed.emulator);
    return new Set(callBridges.flatMap(({ calls }) => calls.map(({ correlator }) => correlator)));
  }

  /** The call in which somebody is, on their own bridge. */
  async placeOf(participant: string): Promise<Place> {
    const { callBridges } = await worldOf(this.followed.emulator);
    for (const { name, calls } of callBridges) {
      const call = calls.find(({ participants }) => participants.some(({ id }) => id === participant));
      if (call) return { bridge: name, call: call.id, meeting: call.correlator };
    }
    throw new Error(`${participant} is in no call`);
  }

  /** Waits until Usher knows these people as well as it can. */
  async known(participants: readonly string[]): Promise<void> {
    const { inventory } = this.followed.bridges;
    await vi.waitFor(() => {
      const unknown = participants.filter((id) => (inventory.participant(id)?.kind ?? 'unknown') === 'unknown');
      expect(unknown).toEqual([]);
    }, patience);
  }

  /** What Usher says, after it has looked closely. */
  judge(wish: Wish): Promise<Verdict[]> {
    return judgeClosely(this.followed.bridges, wish);
  }

  /** Asks the bridge itself, as Usher would: one POST, which leaves muted who is. */
  async move(participant: string, to: Pick<Place, 'bridge' | 'call'>): Promise<{ status: number; newcomer: string }> {
    const isMuted = this.followed.bridges.inventory.participant(participant)?.muted.audio ?? false;
    const form = `movedParticipant=${participant}&needsActivation=false${isMuted ? '&rxAudioMute=true' : ''}`;
    const { status, created } = await emulatedBridge(this.followed.emulator, to.bridge).request('POST', `calls/${to.call}/participants`, form);
    return { status, newcomer: created };
  }

  /** Judges an order, then asks for each of its people in turn, and waits until those who were taken have come over. */
  async carryOut(participants: readonly string[], to: Place): Promise<Answered[]> {
    const all = await this.people();
    const concerned = new Set([to.meeting, ...participants.map((id) => all.get(id)?.meeting)]);
    await this.known([...all.values()].filter(({ meeting }) => concerned.has(meeting)).map(({ id }) => id));
    const verdicts = await this.judge({ participants: [...participants], to: { meeting: to.meeting } });
    const answers: Answered[] = [];
    for (const [at, participant] of participants.entries()) {
      const verdict = verdicts[at];
      if (!verdict) throw new Error('There is a verdict for each.');
      answers.push({ participant, verdict, ...(await this.move(participant, to)) });
    }
    await this.settled(answers);
    return answers;
  }

  /** Waits until everybody who was taken is connected in the new meeting and gone from the old one. */
  async settled(answers: readonly Answered[]): Promise<void> {
    const taken = answers.filter(({ newcomer }) => newcomer !== '');
    await vi.waitFor(async () => {
      const people = await this.people();
      const late = taken.filter(({ participant, newcomer }) => people.has(participant) || people.get(newcomer)?.state !== 'connected');
      expect(late.map(({ participant }) => participant)).toEqual([]);
    }, patience);
  }
}

/** Runs `work` for each, so many at a time. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [at, item] of queue) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
