import type { Layout } from '../../protocol/layouts';
import { isAtLeast } from '../version';

/** A Meeting App is the native client that 3.0 put an end to; a recorder or streamer is a SIP device of the deployment. */
export type ParticipantKind = 'web-app' | 'sip' | 'microsoft' | 'meeting-app' | 'recorder' | 'streamer';
export type ParticipantState = 'initial' | 'ringing' | 'connected' | 'onHold';
export type Direction = 'incoming' | 'outgoing';

/** Whether somebody takes part in the meeting or is in its lobby. Source: `docs/cms-wire.md`, section 2.6. */
export type Activation =
  /** Takes part: by their own right, or because an activator is there. */
  | 'active'
  /** Takes part because the API let them in: they stay when the last activator leaves. */
  | 'admitted'
  /** In the lobby until an activator is there and the meeting is not locked against them. */
  | 'waiting'
  /** In the lobby until the API lets them in. */
  | 'held';

/** Connected, and yet not in the meeting: `status.deactivated` of the call leg. */
export function isDeactivated({ activation }: { readonly activation: Activation }): boolean {
  return activation === 'waiting' || activation === 'held';
}

/** What a recorder or streamer is there for; null for people. */
export function taskOf({ kind }: { readonly kind: ParticipantKind }): 'recording' | 'streaming' | null {
  if (kind === 'recorder') return 'recording';
  return kind === 'streamer' ? 'streaming' : null;
}

/** Nobody's eyes and ears: it holds no meeting open, waits in no lobby and fills no limit. */
export function isMachine(who: { readonly kind: ParticipantKind }): boolean {
  return taskOf(who) !== null;
}

/** How many of these are people. */
export function countPeople(among: readonly { readonly kind: ParticipantKind }[]): number {
  return among.filter((who) => !isMachine(who)).length;
}

/** rx is what the bridge receives from the participant, tx what it sends. `rxAudioMute` is "their microphone is muted". */
export interface LegSettings {
  readonly rxAudioMute: boolean;
  readonly txAudioMute: boolean;
  readonly rxVideoMute: boolean;
  readonly txVideoMute: boolean;
  readonly layout: Layout;
  readonly importance: number | null;
  readonly nameLabelOverride: string;
}

/** What a participant has when neither the API nor the client said otherwise. */
export const defaultLegSettings: LegSettings = {
  rxAudioMute: false,
  txAudioMute: false,
  rxVideoMute: false,
  txVideoMute: false,
  layout: 'allEqual',
  importance: null,
  nameLabelOverride: '',
};

/** What every bridge that hosts the meeting knows of a participant, its home and the others alike. */
export interface RosterEntry extends LegSettings {
  readonly id: string;
  readonly kind: ParticipantKind;
  readonly name: string;
  readonly uri: string;
  readonly originalUri: string;
  /** Of a web app user who signed in; null for guests and everything else. */
  readonly userJid: string | null;
  readonly direction: Direction;
  readonly state: ParticipantState;
  /** Needs nobody else to be there, and lets in those who do. */
  readonly isActivator: boolean;
  readonly activation: Activation;
  readonly speaking: boolean;
  /** When they started to present, in milliseconds since 1970; null while they do not. The latest has the floor. */
  readonly presentingSince: number | null;
  readonly movedFrom: { readonly participant: string; readonly callBridge: string } | null;
  readonly canMove: boolean;
}

/** The browser WebSocket behind a web app participant. */
export interface Session {
  readonly webBridge: string;
  readonly connection: string;
  readonly userAgent: string;
}

/** What holds for somebody at the door of a meeting; their home bridge alone knows it. */
export interface LobbyTerms {
  /** A member of the space, or moved past the lock. */
  readonly bypassesLock: boolean;
  /** What becomes of somebody who is no activator once the last activator has left, and how long after. */
  readonly deactivationMode: 'deactivate' | 'disconnect' | 'remainActivated';
  readonly deactivationModeTimeSeconds: number;
}

/** A participant homed on this bridge. `canMove` follows from the rest and is not kept. */
export interface Participant extends Omit<RosterEntry, 'canMove'>, LobbyTerms {
  /** Id of its call leg. The same as `id` for everything that can only have one leg. */
  readonly leg: string;
  readonly call: string;
  readonly createdAtMs: number;
  readonly connectedAtMs: number | null;
  /** Account of a web app guest; null for a user who signed in, who has their own. */
  readonly guest: string | null;
  /** `jti` of the JWT that a web app participant starts the session with; null for everybody else. */
  readonly token: string | null;
  readonly session: Session | null;
  /** Whether media flows once connected. */
  readonly hasMedia: boolean;
  readonly sipCallId: string | null;
  readonly sipMediaEncryption: 'optional' | 'required' | 'prohibited';
  /** Further parameters of the call leg that are in force, by name, as the API writes them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether the endpoint can encrypt its media. Web apps always do. */
  readonly canEncrypt: boolean;
  /** Number in the log lines of the call leg ("call 19: ..."). */
  readonly logNumber: number;
}

/** Whom log lines and JWTs name: a guest's account, else the uri, which of a user who signed in is the JID. */
export function accountOf({ guest, uri }: Pick<Participant, 'guest' | 'uri'>): string {
  return guest ?? uri;
}

/** A participant of one of our calls, homed on another bridge. */
export interface RemoteParticipant extends RosterEntry {
  readonly call: string;
  readonly home: string;
}

/** Parameters with some of them changed; null unsets. The very same object if nothing became different. */
export function withParameters(
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  if (Object.entries(changes).every(([name, value]) => (before[name] ?? null) === value)) return before;
  const entries = Object.entries({ ...before, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Whether the media of a connected participant is encrypted. */
export function isEncrypted({ canEncrypt, sipMediaEncryption }: Pick<Participant, 'canEncrypt' | 'sipMediaEncryption'>): boolean {
  return canEncrypt && sipMediaEncryption !== 'prohibited';
}

/**
 * Whether the participant can be moved now. Source: CMS 2.6 (moves exist) and 3.2 (web app) release notes; a leg in
 * state `initial` shows false; Microsoft clients and Meeting Apps never can. Other states than connected, and recorders
 * and streamers, are an assumption.
 */
export function canMove(participant: Pick<Participant, 'kind' | 'state'>, version: string): boolean {
  if (participant.state !== 'connected') return false;
  switch (participant.kind) {
    case 'microsoft':
    case 'meeting-app':
    case 'recorder':
    case 'streamer':
      return false;
    case 'sip':
      return isAtLeast(version, '2.6');
    case 'web-app':
      return isAtLeast(version, '3.2');
  }
}
