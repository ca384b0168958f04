import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Caller, Sender } from '@/lib/access/access';
import { isInScope, type Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { noticeIdOf, noticeMs, type Notice, type Recognition } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import { foldedName, recognise, type LostPerson } from '@/lib/move/recognition';
import { ProblemError } from '@/lib/problem/problem';
import type { Audit } from '@/server/audit/audit';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { placeOf } from '@/server/inventory/scoped-inventory';
import type { Inventory } from '@/server/inventory/inventory';
import { dismissals, insertDismissal, ordersWithLost } from '@/server/moves/lost/lost-store';
import { noticeSeen } from '@/server/moves/lost/notice-seen';
import type { Routes } from '@/server/moves/order-seen';
import { unknownRoute, type Route } from '@/server/moves/order-store';

/** How many notices are open at once; beyond that the oldest is over. */
const mostOpen = 2_000;
/** After so long it is tried again to put on record that somebody is back. */
const noteAgainMs = 1_000;

/** Somebody who is back, as it goes on record. */
export interface Return {
  readonly order: string;
  readonly item: string;
  readonly at: string;
  readonly recognisedBy: Recognition;
}

export interface LostPeopleParts {
  readonly db: Kysely<Database>;
  readonly audit: Audit;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of every notice that became different, with where its meetings are. */
  readonly publish: (notice: Notice, routes: Routes) => void;
  /** Puts it on record with the item, and tells of the order. @param isObserved whether others made the move */
  readonly noteReturn: (found: Return, isObserved: boolean) => Promise<void>;
}

interface Open {
  readonly notice: Notice;
  readonly lost: LostPerson;
  readonly route: Route;
  readonly by: Sender;
  readonly isObserved: boolean;
  /** Participants of whom it cannot be told whether they are the lost one; they are never taken for them later. */
  readonly doubtful: Set<string>;
  /** Set once they are known to be back, and that is on its way to the record. */
  recognisedBy: Recognition | null;
  cancel: () => void;
}

/**
 * Those who left one meeting and did not arrive in the other: each is raised as a notice, made from the item on record, until they are
 * seen again, somebody puts the notice away, or its time is over.
 */
export class LostPeople {
  readonly #parts: LostPeopleParts;
  readonly #open = new Map<string, Open>();
  /** By participant id, and by folded name. */
  readonly #byPerson = new Map<string, Set<Open>>();
  readonly #dismissed = new BoundedMemory<string, true>(mostOpen);
  readonly #unsubscribe: () => void;
  #stopped = false;

  constructor(parts: LostPeopleParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#onChange(change));
  }

  /** Takes in an order as it is now: whoever it lost is raised, and whoever is back is no longer looked for. */
  take(order: Order, routes: Routes): void {
    for (const item of order.items) {
      if (item.state !== 'dropped') continue;
      const open = this.#open.get(noticeIdOf(order.id, item.id));
      if (!open) this.#raise(order, item, routes.get(item.id) ?? unknownRoute);
      else if (item.returned !== null) this.#close(open, 'returned');
    }
  }

  /** Those that are open, as whoever has this scope may see them. */
  list(scope: Scope | null): Notice[] {
    return [...this.#open.values()].flatMap((open) => noticeSeen(open.notice, routesOf(open), scope) ?? []);
  }

  /** Puts a notice away, for everybody. Problems: `not-found`; `forbidden` where the caller may not see both sides and did not give the order. */
  async dismiss(caller: Caller, id: string): Promise<Notice> {
    const open = this.#changeable(caller, id);
    const { order, item, person } = open.notice;
    const atMs = this.#parts.clock.now();
    await this.#parts.audit.write(async (trx, append) => {
      await insertDismissal(trx, { order, item, atMs }, atMs - noticeMs);
      await append({ caller, action: 'dismiss-notice', result: 'ok', details: { order, item, participant: person.participant, name: person.name } });
    });
    this.#dismissed.set(id, true);
    return this.#close(open, 'dismissed');
  }

  /** Takes up what is on record from an earlier run. */
  async recover(): Promise<void> {
    for (const { order, item } of await dismissals(this.#parts.db)) this.#dismissed.set(noticeIdOf(order, item), true);
    const orders = await ordersWithLost(this.#parts.db, this.#parts.clock.now() - noticeMs);
    for (const { order, routes } of orders) this.take(order, routes);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    for (const { cancel } of this.#open.values()) cancel();
  }

  #changeable({ kind, id: callerId, scope }: Caller, id: string): Open {
    const open = this.#open.get(id);
    if (!open || !noticeSeen(open.notice, routesOf(open), scope)) throw new ProblemError('not-found', 'There is no open notice with this id.');
    const { by, route } = open;
    const isOwn = by.kind === kind && by.id === callerId;
    if (isOwn || (isInScope(scope, route.from) && isInScope(scope, route.to))) return open;
    throw new ProblemError('forbidden', 'This move goes beyond what you may see. Whoever made it can answer its notices.');
  }

  #raise(order: Order, item: Item, route: Route): void {
    const id = noticeIdOf(order.id, item.id);
    const { clock } = this.#parts;
    const dueMs = Date.parse(item.times.ended ?? item.times.queued) + noticeMs;
    if (this.#stopped || item.returned !== null || this.#dismissed.get(id) || dueMs <= clock.now()) return;
    const lost = lostPersonOf(item, route);
    const notice: Notice = {
      id,
      kind: 'lost',
      order: order.id,
      item: item.id,
      person: { participant: item.participant, name: item.name, uri: lost.uri, kind: lost.kind },
      from: item.from,
      to: item.to,
      at: item.times.ended ?? item.times.queued,
      state: 'open',
      recognisedBy: null,
    };
    const open: Open = { notice, lost, route, by: order.by, isObserved: order.observed !== undefined, doubtful: new Set(), recognisedBy: null, cancel: () => undefined };
    open.cancel = clock.after(dueMs - clock.now(), () => this.#close(open, 'expired'));
    this.#open.set(id, open);
    for (const key of keysOf(lost)) this.#byPerson.set(key, (this.#byPerson.get(key) ?? new Set()).add(open));
    this.#parts.publish(notice, routesOf(open));
    for (const person of this.#peopleAround(open, null)) this.#compare(open, person);
    this.#closeOldest();
  }

  #closeOldest(): void {
    const [oldest] = this.#open.values();
    if (oldest && this.#open.size > mostOpen) this.#close(oldest, 'expired');
  }

  #close(open: Open, state: 'returned' | 'dismissed' | 'expired'): Notice {
    const notice: Notice = { ...open.notice, state, recognisedBy: state === 'returned' ? open.recognisedBy : null };
    open.cancel();
    this.#open.delete(notice.id);
    for (const key of keysOf(open.lost)) {
      const there = this.#byPerson.get(key);
      there?.delete(open);
      if (there?.size === 0) this.#byPerson.delete(key);
    }
    this.#parts.publish(notice, routesOf(open));
    return notice;
  }

  #onChange(change: Change): void {
    if (change.event !== 'participant' || this.#open.size === 0) return;
    const { id, movedFrom, name } = change.data;
    const keys = [id, ...(movedFrom ? [movedFrom.participant] : []), nameKey(name)];
    for (const open of new Set(keys.flatMap((key) => [...(this.#byPerson.get(key) ?? [])]))) this.#compare(open, change.data);
  }

  /** Whether somebody who is there is the lost one; if so, that goes on record. */
  #compare(open: Open, seen: Participant): void {
    if (open.recognisedBy !== null || open.doubtful.has(seen.id)) return;
    const isAround = this.#isAround(open, seen.meeting);
    const people = isAround ? this.#peopleAround(open, seen.meeting) : [];
    const lost = [...this.#open.values()].map((other) => other.lost);
    const answer = recognise(open.lost, seen, { people, lost });
    if (answer === null || (answer !== 'successor' && !isAround)) return;
    if (answer === 'doubtful') return void open.doubtful.add(seen.id);
    open.recognisedBy = answer;
    this.#note(open, { order: open.notice.order, item: open.notice.item, at: rfc3339(this.#parts.clock.now()), recognisedBy: answer });
  }

  #note(open: Open, found: Return): void {
    this.#parts.noteReturn(found, open.isObserved).catch((error: unknown) => {
      this.#parts.log.error({ err: error, order: found.order }, 'that somebody is back could not be put on record; trying again');
      open.cancel();
      if (!this.#stopped) open.cancel = this.#parts.clock.after(noteAgainMs, () => this.#note(open, found));
    });
  }

  /** Whether a meeting is one of the two, or the call that followed it in the same space. */
  #isAround({ notice: { from, to }, route }: Open, id: string): boolean {
    if (id === from?.meeting || id === to.meeting) return true;
    const meeting = this.#parts.inventory.meeting(id);
    const place = meeting && placeOf(meeting);
    return place !== null && place.space !== null && [route.from, route.to].some((side) => side?.cluster === place.cluster && side.space === place.space);
  }

  #peopleAround({ notice: { from, to } }: Open, meeting: string | null): Participant[] {
    const ids = new Set([from?.meeting, to.meeting, meeting].filter((id) => id != null));
    return [...ids].flatMap((id) => this.#parts.inventory.participantsIn(id));
  }
}

function lostPersonOf({ participant, newParticipant, name, times }: Item, { who }: Route): LostPerson {
  const leftAtMs = Date.parse(times.left ?? times.accepted ?? times.queued);
  return { participant, newParticipant, name, uri: who?.uri ?? null, kind: who?.kind ?? 'unknown', leftAtMs };
}

function keysOf({ participant, newParticipant, name }: LostPerson): string[] {
  return [participant, ...(newParticipant === null ? [] : [newParticipant]), nameKey(name)];
}

/** No participant's id begins like this. */
function nameKey(name: string): string {
  return `name ${foldedName(name)}`;
}

function routesOf({ notice, route }: Open): Routes {
  return new Map([[notice.item, route]]);
}
