import { judge } from '@/lib/move/judge';
import type { Verdict } from '@/lib/move/verdict';
import type { Bridges } from '@/server/clusters/bridges';
import { MoveMemory } from '@/server/moves/last-moves';
import { meetingsConcerned, situationOf, type Wish } from '@/server/moves/situation';

/** What Usher said of somebody, and what the bridge then answered. */
export interface Answered {
  readonly participant: string;
  readonly verdict: Verdict;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The new participant's id; empty where none was made. */
  readonly newcomer: string;
}

/** Somebody as they are seen afterwards, by whoever looks. */
export interface Seen {
  readonly meeting: string;
  readonly state: string;
  readonly movedFrom: { readonly participant: string } | null;
}

interface Outcome {
  /** Why not, in Usher's words; for the message of a test that fails. */
  readonly reasons: readonly string[];
  readonly taken: boolean;
  /** The meeting in which the old participant still is; null once they are gone. */
  readonly stays: string | null;
  /** Who has been made of them and is connected, and in which meeting. */
  readonly arrived: readonly string[];
}

/** What Usher says of an order after it has looked closely, by somebody who may move anybody. */
export async function judgeClosely({ inventory, clusters, closeLook }: Bridges, wish: Wish): Promise<Verdict[]> {
  await closeLook.take(meetingsConcerned(inventory, wish));
  return judge(situationOf({ inventory, clusters, lastMoves: new MoveMemory() }, wish, true));
}

/**
 * What a verdict says will be, and what then was. The two are equal where it holds.
 * @param meetings where somebody was, and where they were to go
 * @param after everybody, by participant id, once all who were taken have had their time to come over
 */
export function compare(
  { participant, verdict, status, newcomer }: Answered,
  meetings: { readonly from: string | null; readonly to: string },
  after: ReadonlyMap<string, Seen>,
): { said: Outcome; was: Outcome } {
  const { allowed, reasons } = verdict;
  const made = [...after].filter(([, { state, movedFrom }]) => state === 'connected' && movedFrom?.participant === participant);
  return {
    said: { reasons, taken: allowed, stays: allowed ? null : meetings.from, arrived: allowed ? [`${newcomer} in ${meetings.to}`] : [] },
    was: { reasons, taken: status === 200, stays: after.get(participant)?.meeting ?? null, arrived: made.map(([id, { meeting }]) => `${id} in ${meeting}`) },
  };
}
