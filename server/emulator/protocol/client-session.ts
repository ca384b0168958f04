/**
 * What the web app and a web bridge say to each other. The real schema is not public (wire document, section 10): the
 * path `/api/call/session/move` and the numeric id in its access method are Cisco's, the rest is the emulator's.
 *
 * HTTP: `POST /api/join` {@link JoinRequest} -> 200 {@link JoinAnswer}, else {@link JoinRefusal} with 401, 403, 404, 422, 429 or
 * 503. Who has signed in (see `account.ts`) sends `Authorization: Bearer <jwt>`, and joins under their own name.
 * WebSocket: `/api/call/session`, one per session, authenticated by its first message (a JWT in a URL would end up in logs).
 * Every frame is one {@link Frame}: a request of either side, in the spelling that a HAR shows, or the answer to one.
 */
export interface JoinRequest {
  numericId: string;
  /** How a guest is to be called. What a user who signed in says here is not used. */
  name: string;
  passcode?: string;
  /** Of a join link; it stands for the passcode. */
  secret?: string;
}

export interface JoinAnswer {
  jwt: string;
  space: { name: string; numericId: string };
}

export interface JoinRefusal {
  code:
    | 'meeting-not-found'
    | 'passcode-required'
    | 'passcode-wrong'
    | 'secret-wrong'
    /** Only members of the space come in this way. */
    | 'members-only'
    /** The web bridge's profile lets in nobody without an account. */
    | 'guests-not-admitted'
    /** The web bridge's profile takes no passcodes, or no secrets. */
    | 'way-closed'
    /** The JWT of the sign-in has expired or was revoked. */
    | 'signed-out'
    | 'invalid'
    | 'too-many-requests'
    | 'no-call-bridge'
    | 'no-capacity'
    /** As many people are there as may be. */
    | 'meeting-full';
  detail: string;
}

/** What a guest set on their own side. It is carried from call to call by the client alone. */
export interface LocalSettings {
  audioMuted: boolean;
  videoMuted: boolean;
  layout: string;
}

export interface ChatMessage {
  id: string;
  from: string;
  text: string;
  at: string;
}

/** A person in the call, as other guests see them. */
export interface SeenPerson {
  id: string;
  name: string;
  audioMuted: boolean;
  videoMuted: boolean;
  speaking: boolean;
  presenting: boolean;
  self: boolean;
}

/** Requests of the client. `start` is the first frame of a connection; `end` is step 8 of a move, and leaving. */
export type ClientRequest =
  | { request: 'POST /api/call/session/start'; data: { jwt: string; settings: LocalSettings } }
  | { request: 'PUT /api/call/session/settings'; data: LocalSettings }
  | { request: 'POST /api/call/session/chat'; data: { text: string } }
  | { request: 'PUT /api/call/session/presentation'; data: { presenting: boolean } }
  | { request: 'POST /api/call/session/end'; data: { reason: 'leave' | 'moved' } };

/** What a rehearsal has a browser play when it is told to come over. No product sends this. */
export const stageDirections = ['client-silent', 'client-left'] as const;
export type StageDirection = (typeof stageDirections)[number];

/** Requests of the web bridge. `move` is step 7. */
export type BridgeRequest =
  /** `waiting`: this client is in the lobby, and sees nobody. */
  | { request: 'PUT /api/call/session/state'; data: { space: { name: string }; people: SeenPerson[]; locked: boolean; waiting: boolean } }
  | { request: 'POST /api/call/session/chat'; data: ChatMessage }
  | { request: 'PUT /api/call/session/settings'; data: LocalSettings }
  | {
      request: 'POST /api/call/session/move';
      data: { accessMethod: { numericId: string }; jwt: string; space: { name: string }; rehearse?: StageDirection };
    }
  | { request: 'POST /api/call/session/end'; data: { reason: string } };

/** `id` is counted by the sender of the request; a reply carries the id of what it answers. */
export type Frame<R extends ClientRequest | BridgeRequest> =
  | (R & { type: 'request'; id: number })
  | { type: 'reply'; id: number; status: number; error?: string };
