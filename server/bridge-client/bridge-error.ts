/** Why a request to a Call Bridge did not bring what was asked for. */
export interface BridgeError {
  readonly code: 'bridge-refused' | 'bridge-unreachable' | 'cluster-observe-only';
  /** In words, for a person: what happened, and what to look at. Holds no secret. */
  readonly detail: string;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** The bridge's failure tag, such as `callDoesNotExist` (wire document 1.3). */
  readonly failureTag: string | null;
  /** Whether the bridge may have acted: false only where the request surely never reached it or was refused. */
  readonly mayHaveActed: boolean;
  /** Set where its time ran out in Usher's own line: the bridge was not asked. */
  readonly notAsked?: true;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; error: BridgeError };
