import type { MeetingRules } from '../../cluster/meeting-rules';
import type { LegSettings, LobbyTerms, Participant, RosterEntry, Session } from './participant';
import type { Call, MeetingIdentity, MeetingSettings, PeerInstance } from './world';

/** Why somebody left, in the words of CDRs. Source: CMS CDR guide, call leg end reasons. */
export type LeaveReason =
  | 'apiInitiatedTeardown'
  | 'callDeactivated'
  | 'callEnded'
  | 'callMoved'
  | 'clientInitiatedTeardown'
  | 'encryptionRequired'
  | 'error'
  | 'localTeardown'
  | 'remoteBusy'
  | 'remoteRejected'
  | 'remoteTeardown'
  | 'ringingTimeout'
  | 'timeout'
  | 'unknownDestination';

/** Why a call is gone. `allLeft` and `callEnded` are the words that event clients know. */
export type CallEndReason = 'allLeft' | 'callEnded';

export interface NewCall extends MeetingIdentity {
  readonly id: string;
  readonly activeWhenEmpty: boolean;
  readonly rules: MeetingRules;
}

/** With `activation` as it is once they may enter; until then they wait. */
export type NewParticipant = Omit<Participant, 'call' | 'createdAtMs' | 'connectedAtMs' | 'session' | 'logNumber' | 'guest' | 'token'>;

/** What comes with a web app participant: a JWT, and for a guest an account. */
export interface WebAppEntry {
  /** User name of the guest account; null for a user who signed in. */
  readonly guest: string | null;
  /** `jti` of the JWT. */
  readonly token: string;
  readonly tokenExpiresAtMs: number;
}

/** Of `parameters` what is named changes; null unsets. */
export type ParticipantChanges = Partial<LegSettings & LobbyTerms & Pick<Participant, 'isActivator' | 'sipMediaEncryption' | 'speaking'>> & {
  readonly parameters?: Readonly<Record<string, string | null>>;
};

/** Some of the people of a meeting: all but these, or only these. */
export interface Selection {
  readonly mode: 'exclude' | 'selected';
  readonly ids: readonly string[];
}

export type CallChanges = Partial<MeetingSettings & Pick<Call, 'activeWhenEmpty'>>;

/** Who wants it: what a guest set on their own side needs no telling them. */
export type Asker = 'bridge' | 'client';

/** Everything that can be asked of a bridge's world. */
export type Command =
  | { readonly do: 'start-call'; readonly call: NewCall }
  | { readonly do: 'change-call'; readonly call: string; readonly changes: CallChanges }
  /** Ends this bridge's part; whoever is homed here and in it leaves. */
  | { readonly do: 'end-call'; readonly call: string; readonly reason: CallEndReason }
  | {
      readonly do: 'add-participant';
      /** The call is started with these values unless the meeting already has one here. */
      readonly into: NewCall;
      readonly participant: NewParticipant;
      /** People of this meeting whom whoever places them knows to be homed on other bridges. */
      readonly elsewhere: number;
      /** Whether the request itself says if they are muted, so that the meeting does not decide. */
      readonly isMuteSaid: boolean;
      /** Null for everybody but web app participants. */
      readonly webApp: WebAppEntry | null;
    }
  | { readonly do: 'ring'; readonly participant: string }
  /** The browser is there and has shown the token; media may come later. */
  | { readonly do: 'start-session'; readonly token: string; readonly session: Session; readonly changes: ParticipantChanges }
  /** `name` is what somebody who was called turns out to be called. */
  | { readonly do: 'connect'; readonly participant: string; readonly name?: string }
  | { readonly do: 'change-participant'; readonly participant: string; readonly changes: ParticipantChanges; readonly asker: Asker }
  /** The same for many at once: those of them who are homed here. */
  | { readonly do: 'change-participants'; readonly call: string; readonly who: Selection; readonly changes: ParticipantChanges }
  /** Lets somebody in, or puts them back into the lobby. */
  | { readonly do: 'set-deactivated'; readonly participant: string; readonly deactivated: boolean }
  /** What follows by itself from who is in a meeting; run after whatever could make a difference. */
  | { readonly do: 'settle'; readonly call: string }
  | { readonly do: 'present'; readonly participant: string; readonly presenting: boolean }
  | { readonly do: 'remove-participant'; readonly participant: string; readonly reason: LeaveReason }
  /** A peer says that it hosts part of a meeting, or what became different about it. */
  | { readonly do: 'note-peer-instance'; readonly peer: string; readonly instance: PeerInstance }
  | { readonly do: 'forget-peer-instance'; readonly peer: string; readonly correlator: string }
  /** A peer says who is homed there. With `all`, who is not named is not there. */
  | {
      readonly do: 'note-remotes';
      readonly peer: string;
      readonly correlator: string;
      readonly entries: readonly RosterEntry[];
      readonly all: boolean;
    }
  | { readonly do: 'forget-remote'; readonly peer: string; readonly participant: string; readonly reason: LeaveReason }
  | { readonly do: 'forget-peer'; readonly peer: string };

/** Why a command is refused. */
export type Refusal =
  | 'no-such-call'
  | 'no-such-participant'
  | 'participant-limit'
  | 'tenant-participant-limit'
  | 'encryption-required'
  | 'participant-is-remote'
  | 'wrong-state'
  | 'token-unknown'
  | 'token-expired'
  | 'session-exists';
