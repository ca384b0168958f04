import type { Rights, Sender } from '@/lib/access/access';
import type { Item, ItemFact } from '@/lib/move/item';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import { judgeAgain } from '@/server/moves/judge-again';
import type { Route } from '@/server/moves/order-store';
import { callToAsk, type Known } from '@/server/moves/situation';

export interface DeedParts extends Known {
  /** What a sender may do at this moment. Throws if the database does not answer. */
  readonly rightsOf: (sender: Sender) => Promise<Rights>;
  readonly clock: Clock;
}

/** One item that is on record as being sent. */
export interface Deed {
  readonly item: Item;
  readonly route: Route;
  readonly by: Sender;
  /** What the sender may do, where that was asked for at this very moment. */
  readonly rights: Rights | null;
}

/**
 * Step 1 of the move, once: judges the item by what holds now, and asks the bridge.
 * @returns what came of it: `judged` where it is refused, and `failed` where nothing was begun; `accepted`; or `answer-lost`
 */
export async function doDeed(parts: DeedParts, { item, route, by, rights }: Deed): Promise<ItemFact> {
  const at = () => rfc3339(parts.clock.now());
  let now: Rights;
  try {
    now = rights ?? (await parts.rightsOf(by));
  } catch {
    return { fact: 'failed', at: at(), error: databaseAway };
  }
  const verdict = judgeAgain(parts, { item, route }, now);
  if (!verdict.allowed) return { fact: 'judged', at: at(), verdict };
  const answer = await ask(parts, item, route);
  if (answer.ok) return { fact: 'accepted', at: at(), newParticipant: answer.value.participant };
  const { code, detail, mayHaveActed } = answer.error;
  return { fact: mayHaveActed ? 'answer-lost' : 'failed', at: at(), error: { code, detail } };
}

/** The error of an item that was not sent for want of the database. */
export const databaseAway = { code: 'unavailable', detail: 'The database does not answer, so nothing was sent.' };

async function ask(parts: DeedParts, { to, participant }: Item, { homeBridge }: Route): Promise<Answer<{ participant: string }>> {
  const target = parts.inventory.meeting(to.meeting);
  const call = target && callToAsk(target, homeBridge, parts);
  const writer = call && parts.clusters.writerFor(call.callBridge);
  // A move opens nobody's microphone, whatever the target would have them be.
  const muted = parts.inventory.participant(participant)?.muted.audio ?? false;
  return writer ? writer.moveParticipant(call.id, participant, muted) : nobodyToAsk;
}

/** The last bridge that hosts the target went away between the verdict and the deed: nothing was sent. */
const nobodyToAsk: Answer<never> = {
  ok: false,
  error: {
    code: 'bridge-unreachable',
    detail: 'No call bridge that hosts the target answers any more.',
    status: null,
    failureTag: null,
    mayHaveActed: false,
  },
};
