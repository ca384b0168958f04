import type { ChatMessage, LocalSettings, SeenPerson } from './client-session';

/**
 * What a Call Bridge and a web bridge say over C2W: a WebSocket that the Call Bridge opens to `/c2w` on the web bridge's
 * own port, with the cluster's C2W secret in `Authorization: Bearer`. The real schema is not public. One JSON object a
 * frame. `connection` is the web bridge's id for one browser WebSocket.
 */
export type ToWebBridge =
  /** First frame. `jwtKey` is the public JWK that the web bridge verifies this bridge's JWTs with. */
  | { type: 'hello'; callBridge: string; name: string; jwtKey: Record<string, unknown>; jwtKeyId: string }
  | { type: 'authResponse'; requestId: string; ok: true; jwt: string; space: { name: string; numericId: string } }
  | {
      type: 'authResponse';
      requestId: string;
      ok: false;
      code: 'meeting-not-found' | 'passcode-required' | 'passcode-wrong' | 'no-capacity';
    }
  /** Answer to `startSession`. `state` frames follow. */
  | { type: 'sessionStarted'; connection: string; participant: string }
  | { type: 'sessionRefused'; connection: string; reason: 'token-unknown' | 'token-expired' | 'no-such-call' | 'limit' }
  | { type: 'state'; participant: string; space: { name: string }; people: SeenPerson[]; locked: boolean }
  | { type: 'chat'; participant: string; message: ChatMessage }
  /** The bridge's side changed the guest's mute or layout (by its API). */
  | { type: 'settings'; participant: string; settings: LocalSettings }
  /** Step 6. `participant` is the old one, whose client is to come over. */
  | {
      type: 'move';
      participant: string;
      newParticipant: string;
      accessMethod: { numericId: string };
      jwt: string;
      space: { name: string };
    }
  /** The bridge ended the session: dropped, or the meeting ended. */
  | { type: 'sessionEnded'; participant: string; reason: string };

export type ToCallBridge =
  /** Answer to `hello`. */
  | { type: 'welcome'; webBridge: string; name: string }
  | { type: 'authRequest'; requestId: string; numericId: string; name: string; passcode?: string }
  /** The browser's WebSocket is there and its JWT verified (signature, expiry): step 11, and any first join. */
  | { type: 'startSession'; connection: string; jwt: string; settings: LocalSettings; userAgent: string }
  | { type: 'settings'; participant: string; settings: LocalSettings }
  | { type: 'chat'; participant: string; text: string }
  | { type: 'presentation'; participant: string; presenting: boolean }
  /** Step 9, leaving, or a browser that is gone. */
  | { type: 'endSession'; participant: string; reason: 'leave' | 'moved' | 'connection-lost' };

/** Claims of a guest's JWT, signed by the Call Bridge that the guest is (to be) homed on. Its lifetime is bounded. */
export interface GuestClaims {
  jti: string;
  /** The guest account, such as `guest921953266`. */
  sub: string;
  /** Name of the issuing Call Bridge. */
  iss: string;
  callBridge: string;
  call: string;
  participant: string;
  exp: number;
  iat: number;
}
