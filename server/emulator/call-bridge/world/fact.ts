import type { Asker, CallEndReason, LeaveReason } from './command';
import type { Participant, RemoteParticipant } from './participant';
import type { Call, GuestAccount, PeerInstance, SessionToken } from './world';

/** What became different in a world. Whoever follows it (events, links, C2W, the log) learns it from these alone. */
export type Fact =
  | { readonly is: 'call-started'; readonly call: Call }
  | { readonly is: 'call-changed'; readonly before: Call; readonly call: Call }
  | { readonly is: 'call-ended'; readonly call: Call; readonly reason: CallEndReason }
  | { readonly is: 'participant-added'; readonly participant: Participant; readonly correlator: string }
  | {
      readonly is: 'participant-changed';
      readonly before: Participant;
      readonly participant: Participant;
      readonly correlator: string;
      readonly asker: Asker;
    }
  | {
      readonly is: 'participant-removed';
      readonly participant: Participant;
      readonly correlator: string;
      readonly reason: LeaveReason;
    }
  /** The last activator of the meeting has left (since when), or one is there again (null). */
  | { readonly is: 'activators-noted'; readonly call: Call; readonly goneSinceMs: number | null }
  | { readonly is: 'guest-created'; readonly account: GuestAccount }
  | { readonly is: 'guest-destroyed'; readonly account: GuestAccount }
  | { readonly is: 'token-issued'; readonly token: SessionToken }
  | { readonly is: 'token-revoked'; readonly token: SessionToken }
  | { readonly is: 'remote-noted'; readonly before: RemoteParticipant | null; readonly remote: RemoteParticipant }
  | { readonly is: 'remote-forgotten'; readonly remote: RemoteParticipant; readonly reason: LeaveReason }
  | { readonly is: 'peer-instance-noted'; readonly peer: string; readonly instance: PeerInstance }
  | { readonly is: 'peer-instance-forgotten'; readonly peer: string; readonly correlator: string };
