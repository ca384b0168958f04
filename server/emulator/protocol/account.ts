/**
 * What a web app user who signs in can ask a web bridge, all but the first two with `Authorization: Bearer <jwt>`. Paths and
 * the fields of a request are Cisco's (wire document, section 7); `GET /api/auth` and the answers are the emulator's own.
 *
 * | request | 200 |
 * |---|---|
 * | `GET /api/auth` | {@link SignInOffer} |
 * | `POST /api/auth` {@link SignInRequest} | {@link SignInAnswer} |
 * | `DELETE /api/auth` | {@link SignedOut} |
 * | `GET /api/cospaces` | {@link SpaceList} |
 * | `GET /api/cospaces/<guid>` | {@link SpaceDetails} |
 * | `GET /api/userLookup?query=` | {@link UserList} |
 * | `POST /api/cospaces/<guid>/accessMethods/<guid>/emailInvitation` {@link InvitationRequest} | {@link Invitation} |
 */
/** Whether anybody can sign in at this web bridge. */
export interface SignInOffer {
  userPortalEnabled: boolean;
}

export interface SignInRequest {
  username: string;
  password: string;
  /** Asks for a detailed log of this client. The emulator logs all clients alike. */
  trace?: boolean;
}

export interface SignInAnswer {
  jwt: string;
  user: { name: string; userJid: string };
}

export interface SignedOut {
  signedOut: true;
}

export interface SpaceSummary {
  id: string;
  name: string;
  uri: string;
  numericId: string;
}

export interface SpaceList {
  coSpaces: SpaceSummary[];
}

/** Who may see and use an access method: everybody, users who signed in and are members, or the owner of the space. */
export type Scope = 'public' | 'member' | 'private';

export interface VisibleAccessMethod extends SpaceSummary {
  scope: Scope;
  passcode: string | null;
  /** For a link `/meeting/<numeric id>?secret=<secret>`, which needs no passcode. */
  secret: string;
}

/** A space as one of its members sees it. */
export interface SpaceDetails extends VisibleAccessMethod {
  accessMethods: VisibleAccessMethod[];
}

export interface UserList {
  users: { name: string; userJid: string; email: string }[];
}

export interface InvitationRequest {
  /** Such as `en_US`. */
  language: string;
}

export interface Invitation {
  language: string;
  subject: string;
  text: string;
}

/** The requests above, as the web bridge hands them to the call bridge that signed the user in. */
export type AccountAsk =
  | { about: 'sign-out' }
  | { about: 'spaces' }
  | { about: 'space'; space: string }
  | { about: 'users'; query: string }
  /** `webBridgeUrl` is where the browser found the web bridge, for the link in the text. */
  | { about: 'invitation'; space: string; accessMethod: string; language: string; webBridgeUrl: string };

export type AccountAnswer = SignedOut | SpaceList | SpaceDetails | UserList | Invitation;

export interface AccountRefusal {
  code:
    | 'credentials-wrong'
    /** The web bridge's profile lets nobody sign in. */
    | 'sign-in-off'
    /** The JWT is missing, has expired, was revoked, or is none of the cluster's. */
    | 'signed-out'
    /** There is no such space, or it is none of the user's. */
    | 'not-found'
    | 'invalid'
    | 'too-many-requests'
    | 'no-call-bridge';
  detail: string;
}
