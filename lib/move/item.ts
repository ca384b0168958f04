import { z } from 'zod';
import { itemStates } from '@/lib/move/item-state';
import { itemTargetSchema } from '@/lib/move/target';
import { verdictSchema, type Verdict } from '@/lib/move/verdict';
import { settingNames } from '@/lib/move/verdict-codes';
import { itemFindingSchema, type ItemFinding } from '@/lib/trace/item-finding';

export const itemTimesSchema = z.object({
  queued: z.string(),
  sending: z.string().nullable(),
  accepted: z.string().nullable(),
  left: z.string().nullable(),
  joined: z.string().nullable(),
  mediaSeen: z.string().nullable(),
  ended: z.string().nullable(),
});
export type ItemTimes = z.infer<typeof itemTimesSchema>;

const someSettings = z.array(z.enum(settingNames));
const place = z.object({ meeting: z.string(), name: z.string() });

/** One participant of an order. */
export const itemSchema = z.object({
  id: z.string(),
  participant: z.string(),
  name: z.string(),
  newParticipant: z.string().nullable(),
  from: place.nullable(),
  to: itemTargetSchema,
  state: z.enum(itemStates),
  times: itemTimesSchema,
  verdict: verdictSchema,
  /** Where the person was last seen, if the item ended with them somewhere; null if in no meeting. */
  foundIn: place.nullable(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** The item of the same order that this one repeats. */
  retryOf: z.string().nullable(),
  /** Of the settings that were to be kept, which hold in the target; null until they were read there. */
  settings: z.object({ kept: someSettings, notKept: someSettings }).nullable(),
  /** When somebody who was dropped was seen in a meeting again; null otherwise. */
  returned: z.string().nullable(),
  /** Why it came to something else than what was asked for; null where it did not, and until that was looked into. */
  finding: itemFindingSchema.nullable(),
});
export type Item = z.infer<typeof itemSchema>;

/** What becomes known about an item, from the writer, the inventory, or the clock. Times are RFC 3339. */
export type ItemFact =
  /** What the verdict is before the request leaves: it has not left, whatever is on record. */
  | { fact: 'judged'; at: string; verdict: Verdict }
  /** The meeting of the space that was asked for is there, or another one than before. */
  | { fact: 'target-known'; in: { meeting: string; name: string } }
  | { fact: 'sending'; at: string }
  | { fact: 'accepted'; at: string; newParticipant: string }
  /** The bridge said no, or was never reached: nothing was begun. */
  | { fact: 'failed'; at: string; error: { code: string; detail: string } }
  /** The request went out and no answer came back: only reading back can tell. */
  | { fact: 'answer-lost'; at: string; error: { code: string; detail: string } }
  | { fact: 'left'; at: string }
  | { fact: 'joined'; at: string; newParticipant: string; in: { meeting: string; name: string } }
  | { fact: 'media-seen'; at: string }
  | { fact: 'settings-read'; settings: Item['settings'] }
  /** Time is up: what holds now is the end. `present` is where each of the two ids is, if anywhere. */
  | { fact: 'time-up'; at: string; present: Present }
  /** Somebody who was dropped is in a meeting again. */
  | { fact: 'returned'; at: string }
  /** It was looked into why it ended as it did. */
  | { fact: 'diagnosed'; finding: ItemFinding }
  | { fact: 'expired'; at: string }
  | { fact: 'cancelled'; at: string };

export interface Present {
  /** Whether the bridges concerned are connected: if not, who is not seen may well be there. */
  readonly sighted: boolean;
  readonly old: { meeting: string; name: string } | null;
  readonly new: { meeting: string; name: string; connected: boolean; inLobby: boolean } | null;
}
