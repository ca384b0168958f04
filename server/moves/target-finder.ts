import type { Logger } from 'pino';
import type { Rights } from '@/lib/access/access';
import type { Item, ItemFact } from '@/lib/move/item';
import { meetingToBe } from '@/lib/move/meeting-to-be';
import { spaceOf, type SpaceTarget } from '@/lib/move/target';
import { rfc3339 } from '@/server/bridge-client/clock';
import type { CallError, CallMaker } from '@/server/moves/call-maker';
import { databaseAway, type DeedParts } from '@/server/moves/deed';
import { routeOf, type Follower } from '@/server/moves/follower';
import { judgeAgain } from '@/server/moves/judge-again';
import type { LiveOrder } from '@/server/moves/live-order';
import type { Pauses } from '@/server/moves/pauses';
import { rightsOfSenders } from '@/server/moves/senders';
import { meetingIn } from '@/server/moves/target';
import { Turns } from '@/server/moves/turns';

/** How long a bridge may take to tell of a call that it has. */
const tellMs = 10_000;

type OnFound = (live: LiveOrder, items: readonly Item[]) => void;

export interface TargetFinderParts extends DeedParts {
  readonly log: Logger;
}

/**
 * Finds the meetings of those who go into spaces. Where a space has none its call is made, once for all who go there; they wait for it, and
 * no longer than for anything else.
 */
export class TargetFinder {
  readonly #parts: TargetFinderParts;
  readonly #follower: Follower;
  readonly #maker: CallMaker;
  readonly #pauses: Pauses;
  readonly #onFound: OnFound;
  readonly #turns = new Turns();
  readonly #working = new Set<Promise<void>>();

  /** @param onFound told of items whose meeting is there by now */
  constructor(parts: TargetFinderParts, follower: Follower, maker: CallMaker, pauses: Pauses, onFound: OnFound) {
    this.#parts = parts;
    this.#follower = follower;
    this.#maker = maker;
    this.#pauses = pauses;
    this.#onFound = onFound;
  }

  /** Whether an item's meeting is there, or was: one that goes to a meeting need not wait for it. */
  isFound({ to }: Item): boolean {
    return spaceOf(to) === null || this.#parts.inventory.meeting(to.meeting) !== null;
  }

  /** Those whose meeting is there. The others are told of once theirs is; or they end. */
  found(live: LiveOrder, items: readonly Item[]): Item[] {
    const found: Item[] = [];
    const missing = new Map<string, { space: SpaceTarget; ids: string[] }>();
    for (const item of items) {
      const space = spaceOf(item.to);
      if (!space || this.#isThere(live, item, space)) {
        found.push(item);
        continue;
      }
      const key = meetingToBe(space);
      const others = missing.get(key);
      if (others) others.ids.push(item.id);
      else missing.set(key, { space, ids: [item.id] });
    }
    for (const { space, ids } of missing.values()) this.#work(live, () => this.#find(live, space, ids));
    return found;
  }

  /** Has nobody make a call in a space before it is settled what became of one that was asked for. */
  holdBack(space: SpaceTarget, until: Promise<unknown>): void {
    const giveBack = this.#turns.tryTake(meetingToBe(space));
    if (giveBack) void until.finally(giveBack);
  }

  /** Settles once nothing is being asked for. */
  async stop(): Promise<void> {
    await Promise.all(this.#working);
  }

  #isThere(live: LiveOrder, item: Item, space: SpaceTarget): boolean {
    if (this.isFound(item)) return true;
    const meeting = meetingIn(this.#parts.inventory, space);
    if (meeting) this.#follower.note(live, item.id, { fact: 'target-known', in: { meeting: meeting.id, name: meeting.name } });
    return meeting !== null;
  }

  #work(live: LiveOrder, run: () => Promise<void>): void {
    const working: Promise<void> = run()
      .catch((error: unknown) => this.#parts.log.error({ err: error, order: live.id }, 'the meeting of a space could not be found'))
      .finally(() => this.#working.delete(working));
    this.#working.add(working);
  }

  async #find(live: LiveOrder, space: SpaceTarget, ids: readonly string[]): Promise<void> {
    const giveBack = await this.#turn(meetingToBe(space));
    try {
      const error = await this.#open(live, space, ids);
      const at = rfc3339(this.#parts.clock.now());
      if (error) for (const { id } of waiting(live, ids)) this.#follower.note(live, id, { fact: 'failed', at, error });
    } finally {
      giveBack();
    }
    this.#onFound(live, waiting(live, ids).filter((item) => this.#isThere(live, item, space)));
  }

  /** @returns why there is no meeting; null if there is one, or nobody to go there */
  async #open(live: LiveOrder, space: SpaceTarget, ids: readonly string[]): Promise<CallError | null> {
    if (this.#pauses.stopped || live.isPaused || meetingIn(this.#parts.inventory, space)) return null;
    const going = waiting(live, ids);
    if (going.length === 0) return null;
    let rights: (item: Item) => Rights;
    try {
      rights = await rightsOfSenders(this.#parts.rightsOf, live, going);
    } catch {
      return databaseAway;
    }
    const first = this.#judge(live, going, space, rights)[0];
    const home = first && this.#parts.inventory.participant(first.participant)?.callBridge.id;
    if (home === undefined) return null;
    const opened = await this.#maker.open(live.id, space, home);
    if (!opened.ok) return opened.error;
    return (await this.#told(space)) || this.#pauses.stopped ? null : untold;
  }

  /** Ends those who may not go by now. @returns those who may */
  #judge(live: LiveOrder, going: readonly Item[], space: SpaceTarget, rights: (item: Item) => Rights): Item[] {
    const at = rfc3339(this.#parts.clock.now());
    return going.filter((item) => {
      const to = { ...item.to, meeting: meetingToBe(space) };
      const verdict = judgeAgain(this.#parts, { item: { ...item, to }, route: routeOf(live, item), choices: live.choices }, rights(item));
      if (!verdict.allowed) this.#follower.note(live, item.id, { fact: 'judged', at, verdict } satisfies ItemFact);
      return verdict.allowed;
    });
  }

  /** Whether the bridges have told of the space's meeting; waits for it. */
  #told(space: SpaceTarget): Promise<boolean> {
    const { inventory } = this.#parts;
    return new Promise((resolve) => {
      const end = () => {
        unsubscribe();
        resolve(meetingIn(inventory, space) !== null);
      };
      const unsubscribe = inventory.subscribe(() => {
        if (meetingIn(inventory, space)) end();
      });
      void this.#pauses.take(tellMs).then(end);
      if (meetingIn(inventory, space)) end();
    });
  }

  async #turn(key: string): Promise<() => void> {
    for (;;) {
      const giveBack = this.#turns.tryTake(key);
      if (giveBack) return giveBack;
      await new Promise<void>((resolve) => this.#turns.whenFree(key, resolve));
    }
  }
}

/** Those of the items that have not begun. */
function waiting(live: LiveOrder, ids: readonly string[]): Item[] {
  return ids.flatMap((id) => {
    const item = live.item(id);
    return item?.state === 'queued' ? [item] : [];
  });
}

const untold = { code: 'bridge-unreachable', detail: 'The call was made, but its bridge does not tell of it, so nobody was sent there.' };
