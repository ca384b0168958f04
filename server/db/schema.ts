/**
 * The tables. Column types are the portable ones: text, integer, bigint for times in milliseconds since 1970; flags are
 * 0/1; JSON is text, parsed at the edge.
 */
export interface Database {
  /** Which steps of `server/db/migrations` have been taken. */
  migrations: { name: string; applied_at: number };

  /** Facts about the installation: the check value of USHER_SECRET, the epoch of the change stream. */
  settings: { key: string; value: string };

  people: {
    id: string;
    name: string;
    /** `name`, folded by `server/people/fold-name`: unique, and what sign-in and search look at. */
    name_folded: string;
    role: string;
    /** JSON, the shape of `lib/access/scope`; null for no limit. */
    scope: string | null;
    password_hash: string;
    created_at: number;
  };

  sessions: {
    id: string;
    person_id: string;
    created_at: number;
    last_seen_at: number;
    expires_at: number;
    address: string | null;
  };

  tokens: {
    id: string;
    name: string;
    role: string;
    /** As that of a person. */
    scope: string | null;
    /** SHA-256 of the token, which has 256 random bits of its own. */
    hash: string;
    created_by: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
  };

  clusters: {
    id: string;
    name: string;
    mode: string;
    origin: string;
    created_at: number;
    /** 1: its bridges are to send Usher their call detail records. */
    cdr: number;
    /** Since when it has its mode; null for as long as it is there. */
    mode_since: number | null;
  };

  call_bridges: {
    id: string;
    cluster_id: string;
    name: string;
    address: string;
    username: string;
    /** Encrypted with USHER_SECRET. */
    password_sealed: string;
    /** JSON `{"kind": "fingerprint" | "authority" | "system", "value": string}`. */
    trust: string;
    created_at: number;
  };

  /** Bridges, those of the emulator too, that may post call detail records. */
  cdr_secrets: {
    call_bridge_id: string;
    /** Encrypted with USHER_SECRET: it is part of the address that stands in the bridge's list of receivers. */
    secret_sealed: string;
    created_at: number;
  };

  ended_meetings: {
    /** `<meeting>.<started_at>`. */
    id: string;
    meeting: string;
    /** `configured` or `emulator`. */
    origin: string;
    name: string;
    cluster_id: string;
    cluster_name: string;
    space: string | null;
    started_at: number;
    ended_at: number;
    /** Until when it was surely live, where its end was not seen; null where it was. */
    ended_after: number | null;
    people_count: number;
    /** Names of the meeting and of those who were in it, folded: what a search looks at. */
    names_folded: string;
    /** JSON, the lines of its log, oldest first, without what is null in them. */
    log: string;
  };

  /** What the recorder knows of meetings that are live: what a next start goes on from. */
  live_meetings: {
    id: string;
    /** JSON, the shape of `server/journal/recorded-meeting`. */
    meeting: string;
    /** Until when it was surely live; null for what is live in this run, of which `settings` has the time. */
    seen_at: number | null;
  };

  /** The lines of their logs, as they are added. */
  live_log_lines: {
    /** The number of the journal's entry. */
    number: number;
    meeting: string;
    at: number;
    /** JSON without what is null in it. */
    line: string;
  };

  orders: {
    id: string;
    state: string;
    by_kind: string;
    by_id: string;
    by_name: string;
    reason: string | null;
    /** Null in orders from before there was a choice. */
    settings: string | null;
    lobby: string | null;
    created_at: number;
    /** JSON, the shape of `lib/move/observed`; null for what Usher was asked for. */
    observed: string | null;
    /** Of those: 1 if what was predicted held, 0 if not; null where that is not known. */
    held: number | null;
    /** The order that this one undoes, or does once more. */
    undo_of: string | null;
    repeat_of: string | null;
  };

  items: {
    order_id: string;
    id: string;
    participant: string;
    new_participant: string | null;
    state: string;
    /** Where the two meetings of the item are: what a scope is asked about. Null where it is not known. */
    from_cluster: string | null;
    from_space: string | null;
    to_cluster: string | null;
    to_space: string | null;
    /** Of its finding: symptom and cause, as in `lib/trace/failure`, and when the item came to that. Null without a finding; `cause` also where the symptom has none. */
    symptom: string | null;
    cause: string | null;
    failed_at: number | null;
    /** The item as JSON, the shape of `lib/move/item`. */
    body: string;
    updated_at: number;
  };

  /** Notices that somebody has put away. */
  dismissed_notices: { order_id: string; item_id: string; dismissed_at: number };

  /** Calls that Usher makes in spaces without a meeting, for those whom an order moves there. */
  made_calls: {
    id: string;
    order_id: string;
    cluster_id: string;
    space: string;
    call_bridge_id: string;
    /** As in `server/moves/made-call`. */
    state: string;
    /** The bridge's id for it; null until it has said. */
    call: string | null;
    asked_at: number;
  };

  /** Calls to people who were lost. */
  redials: {
    id: string;
    order_id: string;
    item_id: string;
    /** `target` or `source`: into which meeting of the move. */
    side: string;
    meeting: string;
    cluster: string;
    address: string;
    /** Of `lib/move/notice`: `sending` is written before the request leaves. */
    state: string;
    /** Whom the bridge made for it, once it has said. */
    participant: string | null;
    by_name: string;
    created_at: number;
    /** JSON: code and detail. */
    error: string | null;
  };

  idempotency_keys: { caller_id: string; key: string; body_digest: string; order_id: string; created_at: number };

  /** Addresses that are told of outcomes. */
  webhooks: {
    id: string;
    address: string;
    /** JSON, a list of `lib/webhook` kinds. */
    kinds: string;
    /** Encrypted with USHER_SECRET: it signs what is sent. */
    secret_sealed: string;
    created_by: string;
    created_at: number;
    /** The record of the audit log up to which outcomes are in line. */
    read_up_to: number;
  };

  webhook_deliveries: {
    /** In the order of these an address is told. */
    id: string;
    webhook_id: string;
    /** What it is about: once for each webhook. */
    subject: string;
    kind: string;
    body: string;
    /** `waiting`, `delivered`, `given-up`. */
    state: string;
    created_at: number;
    attempts: number;
    next_at: number;
    /** The status of the last answer, and why it was not taken. */
    status: number | null;
    error: string | null;
  };

  audit: {
    seq: number;
    at: number;
    by_kind: string;
    by_id: string;
    action: string;
    result: string;
    /** SHA-256 of `content`: the chain is over digests, so that content can be erased while it still verifies. */
    content_digest: string;
    /** JSON: the actor's name and address, and the record's details; null once erased by retention. */
    content: string | null;
    /** SHA-256 over the previous record's digest and this record's fields. */
    digest: string;
  };
}
