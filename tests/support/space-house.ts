import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import type { Order } from '@/lib/move/order';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';

export const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
export const target = { space: 's9', cluster: 'c1' };

/** The request came to the bridge, and its answer did not come back. */
export const answerLost: Answer<never> = { ok: false, error: { code: 'bridge-unreachable', detail: 'gone', status: null, failureTag: null, mayHaveActed: true } };
export const refusal: Answer<never> = { ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: 'coSpaceDoesNotExist', mayHaveActed: false } };

/** A bridge that lives on while one Usher after the other is there, and two of whose guests are to go into a space where nobody is. */
export class SpaceHouse {
  readonly spaces = new ToldSpaces();
  readonly modes = new Map<string, ClusterMode>([['c1', 'operate']]);
  /** What the bridge was asked for about calls, and whom to move. */
  readonly asked: string[] = [];
  clock = new ManualClock();
  inventory = new ToldInventory();
  moves: Moves;
  /** What is made of a request to make a call, or to delete it, once the bridge has acted on it or not. */
  onMake: (act: () => Answer<{ call: string }>) => Promise<Answer<{ call: string }>> = (act) => Promise.resolve(act());
  onEnd: (act: () => Answer<null>) => Promise<Answer<null>> = (act) => Promise.resolve(act());
  /** Whether whoever is moved arrives. */
  arrives = true;
  readonly #people = new Map<string, string>([['old0', 'm1'], ['old1', 'm1']]);

  constructor(private readonly db: Kysely<Database>) {
    this.moves = this.#start();
  }

  /** Another Usher on the same data: the one before was killed, and nothing that it waited for ever comes. */
  async killAndStart(): Promise<void> {
    this.clock = new ManualClock(this.clock.now());
    this.inventory = new ToldInventory();
    this.moves = this.#start();
    await this.moves.recover();
    this.inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  }

  submit(participants: readonly string[] = ['old0', 'old1']): Promise<Order> {
    return this.moves.submit(ana, { participants: [...participants], to: target }, null);
  }

  /** The bridge goes away, or comes back. */
  setBridge(state: 'connected' | 'away'): void {
    this.inventory.tell({ event: 'call-bridge', data: exampleBridge({ state }) });
    if (state === 'away') this.spaces.away.add('b1');
    else this.spaces.away.delete('b1');
  }

  /** The call that the bridge has in the space, with so many people. */
  makeCall(headCount = 0): string {
    const id = 'call9';
    const details = { name: 'Space 9', coSpace: 's9', callCorrelator: 'm9', callType: 'coSpace', durationSeconds: 0, locked: false, recording: false, streaming: false };
    this.spaces.calls.set(id, { ...details, id, callBridge: 'b1', activeWhenEmpty: true, headCount });
    this.#tellOfCall();
    return id;
  }

  #start(): Moves {
    const { db, clock, inventory, spaces, modes } = this;
    this.#tellAll();
    const writer = this.#writer();
    return new Moves({
      db,
      audit: createAuditDesk(db, () => clock.now()).writer,
      inventory,
      clusters: { spaces, list: () => [], modes: () => modes, writerFor: () => writer, settingsOf: () => Promise.resolve(null), receivesMedia: () => Promise.resolve(true), readBack: () => Promise.resolve(true) },
      rightsOf: () => Promise.resolve({ role: 'operator', scope: null }),
      publish: () => undefined,
      clock,
      log: pino({ level: 'silent' }),
    });
  }

  #writer(): BridgeWriter {
    return {
      ...agreeingWriter,
      makeCall: (space) => {
        this.asked.push(`make in ${space}`);
        return this.onMake(() => ({ ok: true, value: { call: this.makeCall() } }));
      },
      releaseCall: (call) => {
        this.asked.push(`release ${call}`);
        return Promise.resolve({ ok: true, value: null });
      },
      endCall: (call) => {
        this.asked.push(`end ${call}`);
        return this.onEnd(() => {
          this.spaces.calls.delete(call);
          this.inventory.tell({ event: 'meeting-ended', data: { id: 'm9' } });
          return { ok: true, value: null };
        });
      },
      moveParticipant: (call, participant) => {
        this.asked.push(`move ${participant} to ${call}`);
        if (!this.arrives) return Promise.resolve(refusal);
        this.#people.delete(participant);
        this.#people.set(`${participant}-new`, 'm9');
        const movedFrom = { participant, meeting: 'm1' };
        this.inventory.tell(
          { event: 'participant', data: exampleParticipant({ id: `${participant}-new`, meeting: 'm9', movedFrom }) },
          { event: 'participant-left', data: { id: participant, meeting: 'm1', reason: null } },
        );
        return Promise.resolve({ ok: true, value: { participant: `${participant}-new` } });
      },
    };
  }

  #tellAll(): void {
    this.inventory.tell({ event: 'call-bridge', data: exampleBridge() }, { event: 'meeting', data: exampleMeeting({ id: 'm1', name: 'Space 1', space: 's1', calls: [{ id: 'call1', callBridge: 'b1' }] }) });
    if (this.spaces.calls.size > 0) this.#tellOfCall();
    for (const [id, meeting] of this.#people) {
      const movedFrom = id.endsWith('-new') ? { participant: id.slice(0, -4), meeting: 'm1' } : null;
      this.inventory.tell({ event: 'participant', data: exampleParticipant({ id, meeting, movedFrom }) });
    }
  }

  #tellOfCall(): void {
    this.inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm9', name: 'Space 9', space: 's9', calls: [{ id: 'call9', callBridge: 'b1' }], participantCount: 0, kinds: {} }) });
  }
}
