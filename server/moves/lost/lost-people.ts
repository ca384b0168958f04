import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Caller } from '@/lib/access/access';
import { isInScope, type Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { noticeIdOf, noticeMs, sides, type Notice, type Recognition, type Redial, type Side } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import { recognise } from '@/lib/move/recognition';
import { ProblemError } from '@/lib/problem/problem';
import type { Audit } from '@/server/audit/audit';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { Inventory } from '@/server/inventory/inventory';
import { dismissals, insertDismissal, ordersWithLost } from '@/server/moves/lost/lost-store';
import { noticeSeen } from '@/server/moves/lost/notice-seen';
import { keysOf, meetingOnSide, nameKey, openNotice, placeOnSide, routesOf, type OpenNotice } from '@/server/moves/lost/open-notice';
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

/** The two meetings of a move, or those that followed them in the same spaces, and everybody in them. */
interface Around {
  readonly meetings: ReadonlySet<string>;
  readonly people: readonly Participant[];
}

/**
 * Those who left one meeting and did not arrive in the other: each is raised as a notice, made from the item on record, until they are
 * seen again, somebody puts the notice away, or its time is over.
 */
export class LostPeople {
  readonly #parts: LostPeopleParts;
  readonly #open = new Map<string, OpenNotice>();
  /** By participant id, and by name. */
  readonly #byKey = new Map<string, Set<OpenNotice>>();
  readonly #dismissed = new BoundedMemory<string, true>(mostOpen);
  readonly #unsubscribe: () => void;
  #stopped = false;

  constructor(parts: LostPeopleParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#onChange(change));
  }

  /** Takes in an order as it is now: whoever it lost is raised, and whoever is back is no longer looked for. */
  take(order: Order, routes: Routes): void {
    const raised = new Set<OpenNotice>();
    for (const item of order.items) {
      if (item.state !== 'dropped') continue;
      const open = this.#open.get(noticeIdOf(order.id, item.id));
      if (!open) this.#raise(order, item, routes.get(item.id) ?? unknownRoute, raised);
      else if (item.returned !== null) this.#close(open, 'returned');
    }
    this.#findThere(raised);
  }

  /** Those that are open, as whoever has this scope may see them. */
  list(scope: Scope | null): Notice[] {
    return [...this.#open.values()].flatMap((open) => noticeSeen(open.notice, routesOf(open), scope) ?? []);
  }

  /** An open notice whose person the caller may help into this side of the move. Problems: `not-found`; `forbidden`. */
  helped({ scope, name }: Caller, id: string, side: Side): OpenNotice {
    const open = this.#seen(scope, id);
    if (isInScope(scope, placeOnSide(open, side))) return open;
    throw new ProblemError('forbidden', `That meeting is outside of what ${name} is limited to.`);
  }

  /** As it is now, as whoever has this scope may see it. Problem: `not-found`. */
  find(scope: Scope | null, id: string): Notice {
    const open = this.#seen(scope, id);
    return noticeSeen(open.notice, routesOf(open), scope) ?? open.notice;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** Puts a notice away, for everybody. Problems: `not-found`; `forbidden` where the caller may not see both sides and did not give the order. */
  async dismiss(caller: Caller, id: string): Promise<Notice> {
    const open = this.#seen(caller.scope, id);
    const { by, route } = open;
    const isOwn = by.kind === caller.kind && by.id === caller.id;
    if (!isOwn && !(isInScope(caller.scope, route.from) && isInScope(caller.scope, route.to))) {
      throw new ProblemError('forbidden', 'This move goes beyond what you may see. Whoever made it can put its notices away.');
    }
    const { order, item, person } = open.notice;
    const atMs = this.#parts.clock.now();
    await this.#parts.audit.write(async (trx, append) => {
      await insertDismissal(trx, { order, item, atMs }, atMs - noticeMs);
      await append({ caller, action: 'dismiss-notice', result: 'ok', details: { order, item, participant: person.participant, name: person.name } });
    });
    this.#dismissed.set(id, true);
    const closed = this.#close(open, 'dismissed');
    return noticeSeen(closed, routesOf(open), caller.scope) ?? closed;
  }

  /** Takes down how a call to somebody stands, and whom it made; without effect once the notice is over. */
  called(id: string, redial: Redial, participant: string | null): void {
    const open = this.#open.get(id);
    if (!open) return;
    this.#unlist(open);
    open.lost = { ...open.lost, called: participant ?? open.lost.called };
    open.notice = { ...open.notice, redial };
    this.#list(open);
    this.#parts.publish(open.notice, routesOf(open));
    const there = participant === null ? null : this.#parts.inventory.participant(participant);
    if (there) this.#compare(open, there, this.#around()(open));
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

  #seen(scope: Scope | null, id: string): OpenNotice {
    const open = this.#open.get(id);
    if (open && noticeSeen(open.notice, routesOf(open), scope)) return open;
    throw new ProblemError('not-found', 'There is no open notice with this id.');
  }

  #raise(order: Order, item: Item, route: Route, raised: Set<OpenNotice>): void {
    const { clock, publish } = this.#parts;
    const open = openNotice(order, item, route);
    const { id, at } = open.notice;
    const dueMs = Date.parse(at) + noticeMs;
    if (this.#stopped || item.returned !== null || this.#dismissed.get(id) || dueMs <= clock.now()) return;
    open.cancel = clock.after(dueMs - clock.now(), () => this.#close(open, 'expired'));
    this.#open.set(id, open);
    this.#list(open);
    publish(open.notice, routesOf(open));
    raised.add(open);
    const [oldest] = this.#open.values();
    if (oldest && this.#open.size > mostOpen) this.#close(oldest, 'expired');
  }

  #close(open: OpenNotice, state: 'returned' | 'dismissed' | 'expired'): Notice {
    open.cancel();
    this.#open.delete(open.notice.id);
    this.#unlist(open);
    open.notice = { ...open.notice, state, recognisedBy: state === 'returned' ? open.recognisedBy : null };
    this.#parts.publish(open.notice, routesOf(open));
    return open.notice;
  }

  #list(open: OpenNotice): void {
    for (const key of keysOf(open.lost)) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(open));
  }

  #unlist(open: OpenNotice): void {
    for (const key of keysOf(open.lost)) {
      const there = this.#byKey.get(key);
      there?.delete(open);
      if (there?.size === 0) this.#byKey.delete(key);
    }
  }

  #onChange(change: Change): void {
    if (change.event !== 'participant' || this.#open.size === 0) return;
    const around = this.#around();
    for (const open of this.#thatMayBe(change.data)) this.#compare(open, change.data, around(open));
  }

  /** Looks for those who were lost just now among those who are there already: once through the people, however many were lost. */
  #findThere(raised: ReadonlySet<OpenNotice>): void {
    const around = this.#around();
    for (const { people } of new Set([...raised].map(around))) {
      for (const person of people) {
        for (const open of this.#thatMayBe(person)) if (raised.has(open)) this.#compare(open, person, around(open));
      }
    }
  }

  /** The notices that may be about somebody, by their ids and their name. */
  #thatMayBe({ id, movedFrom, name }: Participant): Set<OpenNotice> {
    const keys = [id, ...(movedFrom ? [movedFrom.participant] : []), nameKey(name)];
    return new Set(keys.flatMap((key) => [...(this.#byKey.get(key) ?? [])]));
  }

  /** Whether somebody who is there is the lost one; if so, that goes on record. */
  #compare(open: OpenNotice, seen: Participant, { meetings, people }: Around): void {
    if (open.recognisedBy !== null || open.doubtful.has(seen.id)) return;
    // Only whoever is called the same can be a rival.
    const lost = Array.from(this.#byKey.get(nameKey(open.lost.name)) ?? [], (other) => other.lost);
    const answer = recognise(open.lost, seen, { people, lost });
    if (answer === null || (!meetings.has(seen.meeting) && answer !== 'successor' && answer !== 'called')) return;
    if (answer === 'doubtful') return void open.doubtful.add(seen.id);
    open.recognisedBy = answer;
    this.#note(open, { order: open.notice.order, item: open.notice.item, at: rfc3339(this.#parts.clock.now()), recognisedBy: answer });
  }

  #note(open: OpenNotice, found: Return): void {
    this.#parts.noteReturn(found, open.isObserved).catch((error: unknown) => {
      this.#parts.log.error({ err: error, order: found.order }, 'that somebody is back could not be put on record; trying again');
      open.cancel();
      if (!this.#stopped) open.cancel = this.#parts.clock.after(noteAgainMs, () => this.#note(open, found));
    });
  }

  /** Finds who is around a notice at this moment; of the same meetings it is read once. */
  #around(): (open: OpenNotice) => Around {
    const { inventory } = this.#parts;
    const known = new Map<string, Around>();
    return (open) => {
      const ids = [...new Set(sides.flatMap((side) => meetingOnSide(open, side, inventory)?.id ?? []))];
      const key = ids.join(' ');
      const around = known.get(key) ?? { meetings: new Set(ids), people: ids.flatMap((id) => inventory.participantsIn(id)) };
      known.set(key, around);
      return around;
    };
  }
}
