import type { ParticipantKind, ParticipantState } from '@/lib/meeting/participant';
import type { MeetingDetails, PersonDetails } from '@/lib/move/meeting-details';

/** One bridge's call, as that bridge tells it. */
export interface CallFact {
  readonly id: string;
  readonly name: string;
  readonly correlator: string | null;
  readonly space: string | null;
  /** `coSpace`, `forwarding`, `adHoc`, `lyncConferencing`; null where the bridge has not said. */
  readonly callType: string | null;
  readonly locked: boolean;
  readonly recording: boolean;
  readonly streaming: boolean;
  /** Milliseconds since 1970; null until it has been read. */
  readonly startedAtMs: number | null;
  /** Null until it has been read. */
  readonly activeWhenEmpty: boolean | null;
  /** What its space and profiles make of it; null until they have been read. */
  readonly rules: MeetingRules | null;
}

/** What the configuration says of meetings in a space. */
export type MeetingRules = Required<Pick<MeetingDetails, 'lockMode' | 'limit' | 'passcode' | 'entry'>>;

/**
 * Where a participant is homed, as one bridge tells it: on that bridge itself; on another, by the id and name that the
 * cluster has for it; or not said yet (events do not tell, it takes a read).
 */
export type Home = { at: 'here' } | { at: 'elsewhere'; wireId: string; name: string | null } | { at: 'unsaid' };

/** A participant, as one bridge tells it. */
export interface ParticipantFact {
  readonly id: string;
  /** The bridge's own call that the participant is in. */
  readonly call: string;
  readonly home: Home;
  readonly name: string;
  readonly uri: string | null;
  readonly kind: ParticipantKind;
  readonly state: ParticipantState;
  readonly inLobby: boolean;
  readonly canMove: boolean | null;
  readonly audioMuted: boolean;
  readonly videoMuted: boolean;
  readonly layout: string | null;
  readonly importance: number | null;
  readonly presenting: boolean;
  readonly speaking: boolean;
  readonly movedParticipant: string | null;
  readonly joinedAtMs: number | null;
  /** What only their call leg tells; null until it has been read. */
  readonly details: LegDetails | null;
}

/** What a call leg tells; `whenLeftAlone` is null where the leg does not say, and it is as for anybody who comes in by the space. */
export interface LegDetails extends Pick<PersonDetails, 'activator' | 'encrypted' | 'rights'> {
  readonly whenLeftAlone: PersonDetails['whenLeftAlone'] | null;
}

/** What became known of one bridge. Each is whole: it replaces what the bridge had said of the same thing. */
export type Fact =
  | { fact: 'call'; call: CallFact }
  | { fact: 'call-gone'; id: string; reason: string | null }
  | { fact: 'participant'; participant: ParticipantFact }
  | { fact: 'participant-gone'; id: string; reason: string | null };
