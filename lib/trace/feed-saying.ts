/** How a request of Usher's own came to nothing: `unheard` where the bridge surely never got it, `unanswered` where it may have. */
export type Unanswered = 'unheard' | 'unanswered' | 'not-a-bridge';

/** What Usher's own requests, and events and records of bridges, say of a move beyond what logs do. */
export type FeedSaying =
  /** Usher asked a bridge to move somebody. */
  | { readonly says: 'asked'; readonly participant: string; readonly call: string }
  | { readonly says: 'no-answer'; readonly how: Unanswered }
  /** Somebody appeared; `movedFrom` is whom they were made from, if it was a move; `guest` is the account that was made for a guest. */
  | { readonly says: 'appeared'; readonly participant: string; readonly movedFrom: string | null; readonly guest: string | null }
  | { readonly says: 'connected'; readonly participant: string }
  /** Somebody is gone, and why, in the bridge's own word. */
  | { readonly says: 'gone'; readonly participant: string; readonly why: string | null }
  /** All alarms of the bridge that are up, when that changed. */
  | { readonly says: 'alarms'; readonly types: readonly string[] };
