import type { FaultCause } from '@/lib/trace/faults';
import type { FeedSaying } from '@/lib/trace/feed-saying';

/** Steps of storing a guest's credentials, in the product's words. */
export type StorageStage = 'scheduled' | 'executed' | 'in-progress' | 'stored';

/** What is said of calls and of people in them: by a line of a log, a frame in a HAR, or Usher's own feeds. Ids are in one spelling, whatever the line's. */
export type Saying =
  | FeedSaying
  | { readonly says: 'request'; readonly trace: number; readonly method: string; readonly path: string; readonly from: string }
  | { readonly says: 'payload'; readonly trace: number; readonly text: string; readonly goesOn: boolean }
  | { readonly says: 'answer'; readonly trace: number; readonly status: number }
  | { readonly says: 'location'; readonly trace: number; readonly participant: string }
  | { readonly says: 'failure'; readonly trace: number; readonly tags: readonly string[] }
  | { readonly says: 'move'; readonly client: string; readonly participant: string; readonly account: string; readonly isHomedHere: boolean; readonly home: string | null; readonly call: string }
  | { readonly says: 'storage'; readonly request: number; readonly stage: StorageStage | null }
  | { readonly says: 'account-created'; readonly account: string }
  | { readonly says: 'placement'; readonly conference: string; readonly what: 'answer' | 'choice' | 'no-room'; readonly callBridge: string | null; readonly load: number | null }
  | { readonly says: 'leg-made'; readonly leg: string; readonly conference: string; readonly call: string }
  | { readonly says: 'participant-made'; readonly participant: string; readonly call: string; readonly user: string; readonly from: string }
  | { readonly says: 'session-made'; readonly account: string }
  | { readonly says: 'instance-made'; readonly account: string }
  | { readonly says: 'no-web-bridge'; readonly participant: string }
  | { readonly says: 'session-ended'; readonly account: string }
  | { readonly says: 'call-ended'; readonly number: number; readonly account: string }
  | { readonly says: 'left'; readonly account: string; readonly place: string; readonly name: string }
  | { readonly says: 'leg-ended'; readonly number: number; readonly leg: string }
  | { readonly says: 'account-ended'; readonly account: string; readonly name: string | null }
  | { readonly says: 'call-allocated'; readonly number: number; readonly account: string; readonly name: string; readonly browser: string }
  | { readonly says: 'leg-configured'; readonly number: number; readonly leg: string }
  | { readonly says: 'media-set-up'; readonly number: number }
  | { readonly says: 'joined-place'; readonly account: string; readonly place: string; readonly name: string }
  | { readonly says: 'joined'; readonly account: string; readonly participant: string; readonly conference: string }
  | { readonly says: 'not-admitted'; readonly participant: string; readonly why: string }
  | { readonly says: 'space'; readonly name: string; readonly space: string; readonly correlator: string; readonly conference: string }
  | { readonly says: 'token-taken'; readonly account: string; readonly call: string; readonly participant: string }
  | { readonly says: 'token-refused'; readonly session: string; readonly why: string }
  | { readonly says: 'move-told'; readonly participant: string; readonly isDelivered: boolean }
  | { readonly says: 'client-did'; readonly session: string; readonly name: string; readonly what: 'join' | 'leave' }
  | HarSaying;

/** What a HAR says. `socket` is the place of a WebSocket's entry in it; `ids` and `accounts` are all that a frame names, tokens in it included; `browserOf` is whom it names as the participant. */
type HarSaying =
  | { readonly says: 'socket-opened'; readonly socket: number; readonly url: string }
  | { readonly says: 'session-asked'; readonly socket: number; readonly ids: readonly string[]; readonly accounts: readonly string[]; readonly browserOf: string | null }
  | { readonly says: 'session-runs'; readonly socket: number }
  | { readonly says: 'session-refused'; readonly socket: number; readonly why: FaultCause | null }
  | { readonly says: 'browser-told'; readonly socket: number; readonly numericIds: readonly string[]; readonly ids: readonly string[]; readonly accounts: readonly string[]; readonly browserOf: string | null }
  | { readonly says: 'browser-left'; readonly socket: number }
  | { readonly says: 'recording-ended' };
