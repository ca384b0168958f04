import type { BridgeRequest, ChatMessage, ClientRequest, Frame, LocalSettings, SeenPerson } from '../../protocol/client-session';
import type { EndReason } from './end-reason';

/** One guest's call, from the wish to join to its end. Only `step` makes a new one. */
export interface ClientState {
  phase: 'joining' | 'in-call' | 'moving' | 'ended';
  /** The meeting that the guest is in or on the way to; null until the join was accepted. */
  space: { name: string; numericId: string } | null;
  /** What the guest set. Carried from call to call. */
  own: LocalSettings;
  /** What the bridge set on top. A mute of either side counts; only who set it takes it away. */
  imposed: { audioMuted: boolean; videoMuted: boolean; layout: string | null };
  people: readonly SeenPerson[];
  locked: boolean;
  /** In the lobby, until somebody who runs the meeting is there or lets the guest in. */
  waiting: boolean;
  chat: readonly ChatMessage[];
  /** `asked` until the bridge shows the guest as presenting. */
  presentation: 'off' | 'asked' | 'on';
  /** How often this guest was moved and has arrived. */
  moves: number;
  ended: { reason: EndReason; detail: string } | null;
  /** The WebSocket in use. Others are of the past: what they still say is ignored. */
  connection: Connection | null;
  lastConnection: number;
  lastRequestId: number;
  /** The bridge lifted a mute that the guest holds, and was told so once. */
  insisted: boolean;
}

export interface Connection {
  number: number;
  jwt: string;
  /** The `start` that was sent, and the settings in it; null before it was. */
  start: { id: number; settings: LocalSettings } | null;
}

/** What can happen to a client. */
export type ClientEvent =
  | { type: 'join-accepted'; jwt: string; space: { name: string; numericId: string } }
  | { type: 'join-refused'; reason: EndReason; detail: string }
  | { type: 'opened'; connection: number }
  | { type: 'frame'; connection: number; frame: Frame<BridgeRequest> }
  | { type: 'closed'; connection: number }
  | { type: 'start-overdue'; connection: number }
  | { type: 'set-audio-muted'; muted: boolean }
  | { type: 'set-video-muted'; muted: boolean }
  | { type: 'set-layout'; layout: string }
  | { type: 'send-chat'; text: string }
  | { type: 'set-presenting'; presenting: boolean }
  | { type: 'leave' };

/** What is to be done in the world, in this order. */
export type ClientEffect =
  | { type: 'open'; connection: number }
  | { type: 'send'; connection: number; frame: Frame<ClientRequest> }
  | { type: 'close'; connection: number };

/** A client that wants to join, with the settings that it comes with. */
export function joiningClient(own: LocalSettings): ClientState {
  return {
    phase: 'joining',
    space: null,
    own,
    imposed: { audioMuted: false, videoMuted: false, layout: null },
    people: [],
    locked: false,
    waiting: false,
    chat: [],
    presentation: 'off',
    moves: 0,
    ended: null,
    connection: null,
    lastConnection: 0,
    lastRequestId: 0,
    insisted: false,
  };
}

/** The settings that hold, of the guest and the bridge together. */
export function settingsInForce({ own, imposed }: ClientState): LocalSettings {
  return {
    audioMuted: own.audioMuted || imposed.audioMuted,
    videoMuted: own.videoMuted || imposed.videoMuted,
    layout: imposed.layout ?? own.layout,
  };
}
