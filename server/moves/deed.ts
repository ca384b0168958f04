import type { Rights, Sender } from '@/lib/access/access';
import type { MoveChoices } from '@/lib/move/choices';
import type { Item, ItemFact } from '@/lib/move/item';
import type { WantedSettings } from '@/lib/move/person-settings';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { MoveEntry } from '@/server/bridge-client/bridge-writer';
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
  readonly choices: MoveChoices;
  /** Reads what is to be sent along with them; null where it cannot be read. */
  readonly settings: () => Promise<WantedSettings | null>;
  /** What the sender may do, where that was asked for at this very moment. */
  readonly rights: Rights | null;
}

/**
 * Step 1 of the move, once: judges the item by what holds now, and asks the bridge.
 * @returns what came of it: `judged` where it is refused, and `failed` where nothing was begun; `accepted`; or `answer-lost`
 */
export async function doDeed(parts: DeedParts, { item, route, by, choices, settings, rights }: Deed): Promise<ItemFact> {
  const at = () => rfc3339(parts.clock.now());
  let now: Rights;
  try {
    now = rights ?? (await parts.rightsOf(by));
  } catch {
    return { fact: 'failed', at: at(), error: databaseAway };
  }
  const verdict = judgeAgain(parts, { item, route, choices }, now);
  if (!verdict.allowed) return { fact: 'judged', at: at(), verdict };
  const wanted = await settings();
  if (!wanted) return { fact: 'failed', at: at(), error: settingsUnread };
  const answer = await ask(parts, item, route, { lobby: choices.lobby, settings: wanted });
  if (answer.ok) return { fact: 'accepted', at: at(), newParticipant: answer.value.participant };
  const { code, detail, mayHaveActed } = answer.error;
  return { fact: mayHaveActed ? 'answer-lost' : 'failed', at: at(), error: { code, detail } };
}

/** The error of an item that was not sent for want of the database. */
export const databaseAway = { code: 'unavailable', detail: 'The database does not answer, so nothing was sent.' };

const settingsUnread = { code: 'bridge-unreachable', detail: 'The settings that were to be kept could not be read, so nothing was sent.' };

async function ask(parts: DeedParts, { to, participant }: Item, { homeBridge }: Route, entry: MoveEntry): Promise<Answer<{ participant: string }>> {
  const target = parts.inventory.meeting(to.meeting);
  const call = target && callToAsk(target, homeBridge, parts);
  const writer = call && parts.clusters.writerFor(call.callBridge);
  // A move opens nobody's microphone, whatever the target would have them be.
  const muted = parts.inventory.participant(participant)?.muted.audio ?? false;
  const settings: WantedSettings = muted ? { ...entry.settings, audioMute: true } : entry.settings;
  return writer ? writer.moveParticipant(call.id, participant, { ...entry, settings }) : nobodyToAsk;
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
