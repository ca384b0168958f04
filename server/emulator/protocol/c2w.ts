import type { AccountAnswer, AccountAsk, AccountRefusal, SignInAnswer, SignInOffer } from './account';
import type { ChatMessage, JoinRefusal, LocalSettings, SeenPerson, StageDirection } from './client-session';

/**
 * What a Call Bridge and a web bridge say over C2W: a WebSocket that the Call Bridge opens to `/c2w` on the web bridge's
 * own port, with the cluster's C2W secret in `Authorization: Bearer`. The real schema is not public. One JSON object a
 * frame. `connection` is the web bridge's id for one browser WebSocket.
 */
export type ToWebBridge =
  /** First frame. `jwtKey` is the public JWK that the web bridge verifies this bridge's JWTs with. */
  | { type: 'hello'; callBridge: string; name: string; jwtKey: Record<string, unknown>; jwtKeyId: string }
  | { type: 'authResponse'; requestId: string; ok: true; jwt: string; space: { name: string; numericId: string } }
  | { type: 'authResponse'; requestId: string; ok: false; code: JoinCode }
  | ({ type: 'offerResponse'; requestId: string } & SignInOffer)
  | ({ type: 'signInResponse'; requestId: string; ok: true } & SignInAnswer)
  | { type: 'signInResponse'; requestId: string; ok: false; code: Extract<AccountRefusal['code'], 'credentials-wrong' | 'sign-in-off'> }
  | { type: 'accountResponse'; requestId: string; ok: true; answer: AccountAnswer }
  | { type: 'accountResponse'; requestId: string; ok: false; code: Extract<AccountRefusal['code'], 'signed-out' | 'not-found'> }
  /** Answer to `startSession`. `state` frames follow. */
  | { type: 'sessionStarted'; connection: string; participant: string }
  | { type: 'sessionRefused'; connection: string; reason: SessionRefusal }
  | { type: 'state'; participant: string; space: { name: string }; people: SeenPerson[]; locked: boolean; waiting: boolean }
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
      rehearse?: StageDirection;
    }
  /** The bridge ended the session: dropped, or the meeting ended. */
  | { type: 'sessionEnded'; participant: string; reason: string };

/** Why a Call Bridge does not start a session. */
export type SessionRefusal =
  | 'token-unknown'
  | 'token-expired'
  | 'no-such-call'
  | 'limit'
  | 'guest-not-admitted'
  | 'encryption-required';

export type ToCallBridge =
  /** Answer to `hello`. */
  | { type: 'welcome'; webBridge: string; name: string }
  /** Somebody wants to join: a guest of that name, or the user of a sign-in whose JWT the web bridge has verified. */
  | ({ type: 'authRequest'; requestId: string; numericId: string; passcode?: string; secret?: string } & Newcomer)
  /** What the web bridge's profile offers to whoever opens the web app. */
  | { type: 'offerRequest'; requestId: string }
  | { type: 'signInRequest'; requestId: string; username: string; password: string }
  /** From a user who signed in at this Call Bridge. The JWT is verified; whether it was revoked, the Call Bridge knows. */
  | { type: 'accountRequest'; requestId: string; jwt: string; ask: AccountAsk }
  /** The browser's WebSocket is there and its JWT verified (signature, expiry): step 11, and any first join. */
  | { type: 'startSession'; connection: string; jwt: string; settings: LocalSettings; userAgent: string }
  | { type: 'settings'; participant: string; settings: LocalSettings }
  | { type: 'chat'; participant: string; text: string }
  | { type: 'presentation'; participant: string; presenting: boolean }
  /** Step 9, leaving, or a browser that is gone. */
  | { type: 'endSession'; participant: string; reason: 'leave' | 'moved' | 'connection-lost' };

export type Newcomer = { name: string } | { signIn: string };

/** Why a Call Bridge lets somebody not join. */
export type JoinCode = Exclude<JoinRefusal['code'], 'invalid' | 'too-many-requests' | 'no-call-bridge'>;

interface TokenClaims {
  jti: string;
  /** Name of the issuing Call Bridge. */
  iss: string;
  /** Id of the issuing Call Bridge. */
  callBridge: string;
  exp: number;
  iat: number;
}

/** Claims of the JWT that starts one session, signed by the Call Bridge that the participant is (to be) homed on. */
export interface CallClaims extends TokenClaims {
  aud: 'call';
  /** The guest account, such as `guest921953266`, or the JID of a user who signed in. */
  sub: string;
  call: string;
  participant: string;
}

/** Claims of the JWT of a sign-in. It opens the user's account at the Call Bridge that signed it, and starts no session. */
export interface AccountClaims extends TokenClaims {
  aud: 'account';
  /** The user's JID. */
  sub: string;
  name: string;
}
