import type { Entrance } from '../../cluster/meeting-rules';
import type { ChatMessage } from '../../protocol/client-session';
import type { CallEndReason, LeaveReason, ParticipantChanges, Selection } from '../world/command';
import type { Direction, ParticipantKind, RosterEntry } from '../world/participant';
import type { MeetingIdentity, PeerInstance } from '../world/world';

/**
 * What two Call Bridges of a cluster say to each other, one JSON object a frame, over a WebSocket that one of them opens
 * to `/link` on the other's own port with the cluster's link secret. The product's protocol is not public; this one
 * carries what `docs/cms-wire.md`, sections 1.4 and 6.2, says must pass between them.
 */
export type LinkMessage =
  /** First frame of either side. */
  | { type: 'hello'; callBridge: string; name: string }
  /**
   * The sender hosts part of this meeting (new, or as it now is). A receiver that does too takes over what was set later,
   * and answers with its roster.
   */
  | { type: 'instance'; instance: PeerInstance }
  | { type: 'instanceGone'; correlator: string }
  /** People homed at the sender. With `all`, the sender has no others in this meeting. */
  | { type: 'roster'; correlator: string; entries: RosterEntry[]; all: boolean }
  | { type: 'rosterRemove'; participant: string; reason: LeaveReason }
  /** By the sender's API; the receiver changes those homed there. */
  | { type: 'participantsChanged'; correlator: string; who: Selection; changes: ParticipantChanges }
  /** By the sender's API. */
  | { type: 'meetingEnded'; correlator: string; reason: CallEndReason }
  | { type: 'chat'; correlator: string; message: ChatMessage }
  /** The sender's load level (`placing/load.ts`): told when a link comes up, and whenever it is another one. */
  | { type: 'load'; level: number }
  | { type: 'request'; id: number; kind: LinkRequestKind; ask: unknown }
  | { type: 'answer'; id: number; answer: unknown };

export type LinkRequestKind = keyof LinkRequests;

/** Questions that a peer answers, each with what it takes and gives. */
export interface LinkRequests {
  /** Steps 2 and 3 of a move: who is this, and may they be moved? */
  locate: { ask: { participant: string }; answer: Located | null };
  /** Step 4 where the meeting has a limit: how many people of it are homed at you? */
  headcount: { ask: { correlator: string; coSpace: string | null }; answer: number };
  /** Step 5: make a participant. */
  place: { ask: Placement; answer: Placed };
  /** Step 10 of a SIP participant's move: let the old one go. `presented`: it had the floor until then. */
  release: { ask: { participant: string }; answer: { released: boolean; presented: boolean } };
}

/** What the home bridge says of a participant that is to be moved. */
export interface Located {
  correlator: string;
  kind: ParticipantKind;
  canMove: boolean;
  name: string;
  uri: string;
  originalUri: string;
  direction: Direction;
  /** User name of the guest account; null for everything but web app guests. */
  guest: string | null;
  /** Of a web app user who signed in; null for everybody else. */
  userJid: string | null;
  webBridge: string | null;
  canEncrypt: boolean;
}

/** Why a participant is made, and what its bridge has to do next. */
export type PlacementPurpose =
  /** Somebody who comes by a web bridge: answers with the JWT. */
  | { why: 'join' }
  | { why: 'incoming' }
  | { why: 'dial' }
  | {
      why: 'move';
      from: { participant: string; callBridge: string };
      webBridge: string | null;
      space: { name: string; numericId: string };
    };

/** What whoever places somebody says of the lobby; what is absent is for the rules of their way in. */
export interface LobbyWish {
  needsActivation?: boolean;
  /** False lets this one in, true keeps them in the lobby, whoever else is there. */
  deactivated?: boolean;
  bypassesLock?: boolean;
}

export interface Placement {
  meeting: MeetingIdentity;
  entrance: Entrance;
  lobby: LobbyWish;
  kind: ParticipantKind;
  name: string;
  /** Of a web app user who signed in and keeps the account; null for everybody else. */
  userJid: string | null;
  /** Null for the web app, where it follows from the account. */
  uri: string | null;
  originalUri: string | null;
  direction: Direction;
  settings: ParticipantChanges;
  /** Left out: it can. */
  canEncrypt?: boolean;
  /** People of the meeting on other bridges than the one that is asked, as far as the asking one knows. */
  elsewhere?: number;
  purpose: PlacementPurpose;
}

export type Placed = { ok: true; participant: string; jwt: string | null } | { ok: false; refusal: PlaceRefusal };

/** Why nobody was placed. */
export type PlaceRefusal = 'no-capacity' | 'participant-limit' | 'tenant-participant-limit' | 'encryption-required' | 'guest-account-not-stored';
