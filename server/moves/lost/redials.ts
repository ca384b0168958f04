import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import { permits, type Caller, type Rights, type Sender } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { Meeting } from '@/lib/meeting/meeting';
import { isUnderWay, noticeIdOf, noticeMs, type Notice, type Side } from '@/lib/move/notice';
import { sipAddress } from '@/lib/move/recognition';
import { redialProblems, redialRefusal, type RedialFacts } from '@/lib/move/redial';
import { ProblemError } from '@/lib/problem/problem';
import type { Audit } from '@/server/audit/audit';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { LegSearch } from '@/server/clusters/leg-search';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { placeOf } from '@/server/inventory/scoped-inventory';
import type { LostPeople } from '@/server/moves/lost/lost-people';
import { meetingOnSide, type OpenNotice } from '@/server/moves/lost/open-notice';
import { RedialFollower } from '@/server/moves/lost/redial-follower';
import { insertRedial, latestRedials, type RedialRecord } from '@/server/moves/lost/redial-store';
import { callToAsk } from '@/server/moves/situation';
import { isClusterSeen } from '@/server/moves/sighting';

export interface RedialParts {
  readonly db: Kysely<Database>;
  readonly audit: Audit;
  readonly inventory: Inventory;
  readonly clusters: Pick<Clusters, 'modes' | 'writerFor'>;
  readonly legs: Pick<LegSearch, 'bridgesWith'>;
  readonly lost: LostPeople;
  /** What somebody may do at this moment. Throws if the database does not answer. */
  readonly rightsOf: (caller: Sender) => Promise<Rights>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Calls people again who were lost: SIP devices, into one of the two meetings, and only where their old leg is surely gone. A call is on
 * record before it leaves, and leaves once: who asks again while it is under way is told of that one.
 */
export class Redials {
  readonly #parts: RedialParts;
  readonly #follower: RedialFollower;
  /** Calls that are being looked into or sent, by notice: a second click waits for the first. */
  readonly #asked = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(parts: RedialParts) {
    this.#parts = parts;
    this.#follower = new RedialFollower(parts);
  }

  /** Has the person of a notice called. Answers once the bridge has; problems: `not-found`, `forbidden`, and those of {@link redialProblems}. */
  async redial(caller: Caller, id: string, into: Side): Promise<Notice> {
    if (this.#stopped) throw new ProblemError('unavailable', 'Usher is stopping. Try again in a moment.');
    const open = this.#parts.lost.helped(caller, id, into);
    const isNew = !this.#asked.has(id) && !(open.notice.redial && isUnderWay(open.notice.redial));
    if (isNew) this.#asked.set(id, this.#ask(caller, open, into).finally(() => this.#asked.delete(id)));
    await this.#asked.get(id);
    return this.#parts.lost.find(caller.scope, id);
  }

  /** Takes up what an earlier run began. What was being sent is read back, and never sent again. */
  async recover(): Promise<void> {
    for (const record of await latestRedials(this.#parts.db, this.#parts.clock.now() - noticeMs)) {
      if (!this.#parts.lost.isOpen(noticeIdOf(record.order, record.item))) continue;
      this.#follower.follow(record.state === 'sending' ? { ...record, state: 'unknown' } : record);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#asked.values());
    await this.#follower.stop();
  }

  async #ask(caller: Caller, open: OpenNotice, into: Side): Promise<void> {
    const { legs, lost, rightsOf } = this.#parts;
    const address = sipAddress(open.lost.uri ?? '');
    const before = demandFree(this.#facts(open, into, null));
    const legsOn = await legs.bridgesWith(before.cluster.id, address);
    const rights = await rightsOf(caller);
    // The world has gone on while the bridges were read, and so may have what the caller may do.
    const meeting = demandFree(this.#facts(open, into, legsOn));
    if (!permits(rights.role, 'moves.submit').permitted || !isInScope(rights.scope, placeOf(meeting))) {
      throw new ProblemError('forbidden', `${caller.name} may not have anybody called into that meeting any more.`);
    }
    if (!lost.isOpen(open.notice.id)) throw new ProblemError('not-found', 'There is no open notice with this id.');
    const record = await this.#record(caller, open, { into, meeting, address });
    this.#follower.follow(record);
    const answer = await this.#send(open, meeting, address);
    if (answer.ok) return this.#follower.note(record.id, { state: 'ringing', participant: answer.value.participant });
    const { code, detail, mayHaveActed } = answer.error;
    this.#follower.note(record.id, { state: mayHaveActed ? 'unknown' : 'failed', error: { code, detail } });
  }

  #facts(open: OpenNotice, into: Side, legsOn: RedialFacts['legsOn']): RedialFacts & { readonly meeting: Meeting | null } {
    const { inventory, clusters } = this.#parts;
    const { notice, lost } = open;
    const meeting = meetingOnSide(open, into, inventory);
    const cluster = meeting?.cluster.id ?? '';
    const address = sipAddress(lost.uri ?? '');
    const ids = [lost.participant, lost.newParticipant, lost.called];
    const isSeen = [...inventory.picture.participants.values()].some(({ id, uri, meeting: at }) => {
      if (ids.includes(id)) return true;
      return uri !== null && sipAddress(uri) === address && inventory.meeting(at)?.cluster.id === cluster;
    });
    return {
      person: notice.person,
      meeting,
      mode: clusters.modes().get(cluster) ?? 'observe',
      isClusterSeen: isClusterSeen(cluster, inventory),
      isSeen,
      legsOn,
    };
  }

  async #record(caller: Caller, { notice: { order, item, person } }: OpenNotice, { into, meeting, address }: { into: Side; meeting: Meeting; address: string }): Promise<RedialRecord> {
    const { audit, clock } = this.#parts;
    const atMs = clock.now();
    const cluster = meeting.cluster.id;
    const record: RedialRecord = { id: ulid(atMs), order, item, into, meeting: meeting.id, cluster, address, by: caller.name, atMs, state: 'sending', participant: null, error: null };
    await audit.write(async (trx, append) => {
      await insertRedial(trx, record, atMs - noticeMs);
      const details = { redial: record.id, order, item, name: person.name, address, into: { side: into, meeting: meeting.id, name: meeting.name } };
      await append({ caller, action: 'redial-person', result: 'ok', details });
    });
    return record;
  }

  /** Whoever was muted when they were last seen is called muted; so is whoever of whom that is not known. */
  #send({ route: { homeBridge, who } }: OpenNotice, meeting: Meeting, address: string): Promise<Answer<{ participant: string }>> {
    const call = callToAsk(meeting, homeBridge, this.#parts);
    const writer = call && this.#parts.clusters.writerFor(call.callBridge);
    if (!writer) return Promise.resolve(nobodyToAsk);
    return writer.callAddress(call.id, address, { ...((who?.muted.audio ?? true) && { audioMute: true }), ...((who?.muted.video ?? true) && { videoMute: true }) });
  }
}

/** The meeting, if nothing is known against a call into it. */
function demandFree(facts: RedialFacts & { readonly meeting: Meeting | null }): Meeting {
  const refusal = redialRefusal(facts);
  if (refusal === null && facts.meeting) return facts.meeting;
  const { code, words } = redialProblems[refusal ?? 'meeting-ended'];
  throw new ProblemError(code, words(facts));
}

const nobodyToAsk: Answer<never> = {
  ok: false,
  error: { code: 'bridge-unreachable', detail: 'No call bridge that hosts the meeting answers any more.', status: null, failureTag: null, mayHaveActed: false },
};
