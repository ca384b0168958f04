import { admit } from '../../cluster/admission';
import { memberOf } from '../../cluster/users';
import type { JoinCode, ToCallBridge, ToWebBridge } from '../../protocol/c2w';
import type { Placement } from '../link/link-message';
import type { PlacementWish } from '../placing/choose-bridge';
import { placeInGroup } from '../placing/placer';
import type { PlacerParts } from '../placing/placer';
import { signedInUser } from './account-requests';
import type { SignIns } from './sign-ins';

type AuthRequest = Extract<ToCallBridge, { type: 'authRequest' }>;
type AuthResponse = Extract<ToWebBridge, { type: 'authResponse' }>;

/** Where somebody is to be, null for wherever there is least load, and what of the lobby is not for their way in to say. */
export interface WishedEntry {
  readonly on: PlacementWish;
  readonly lobby: Placement['lobby'];
}

/** What the scenario wants of the next guest of this name and numeric id; null for nothing. */
export type GuestWish = (guest: { numericId: string; name: string }) => WishedEntry | null;

/** Lets a guest, or a user who signed in here, into a meeting: makes the participant and answers with its JWT. */
export async function answerJoin(
  parts: PlacerParts,
  signIns: SignIns,
  wish: GuestWish,
  webBridge: string,
  ask: AuthRequest,
): Promise<AuthResponse> {
  const { core } = parts;
  const { requestId, numericId, passcode = '', secret = '' } = ask;
  const user = 'signIn' in ask ? signedInUser(core, signIns, ask.signIn) : null;
  const name = 'signIn' in ask ? (user?.name ?? '') : ask.name;
  core.log.write(`WB3Cmgr: [${requestId}] AuthRequestReceived for connection id=${requestId} (user=${user?.userJid ?? name})`);
  const refuse = (code: JoinCode): AuthResponse => {
    core.log.write(`unsuccessful login request from ${user?.userJid ?? name}`);
    return { type: 'authResponse', requestId, ok: false, code };
  };
  if ('signIn' in ask && user === null) return refuse('signed-out');
  const admission = admit(core.cluster, { userJid: user?.userJid ?? null, webBridge, numericId, passcode, secret });
  if (!admission.ok) return refuse(admission.code);
  const { coSpace, accessMethod } = admission.way;
  const wished = wish({ numericId, name });
  const placed = await placeInGroup(
    parts,
    {
      meeting: { correlator: core.ids.guid(), coSpace: coSpace.id, name: coSpace.name, startedAtMs: core.clock.now() },
      kind: 'web-app',
      name,
      userJid: user?.userJid ?? null,
      uri: null,
      originalUri: null,
      direction: 'incoming',
      entrance: { coSpace: coSpace.id, accessMethod, user: memberOf(core.cluster, coSpace.id, user?.userJid ?? null) },
      settings: {},
      lobby: wished?.lobby ?? {},
      purpose: { why: 'join' },
    },
    wished?.on ?? null,
  );
  if (!placed.ok) core.log.write(`nobody was placed for ${name}: ${placed.refusal}`);
  if (!placed.ok && (placed.refusal === 'participant-limit' || placed.refusal === 'tenant-participant-limit')) return refuse('meeting-full');
  if (!placed.ok || placed.jwt === null) return refuse('no-capacity');
  core.log.write(`WB3Cmgr: [${requestId}] sending auth response (jwt length=${placed.jwt.length}, connection=${requestId})`);
  core.log.write(`successful login request from ${user?.userJid ?? name}`);
  return { type: 'authResponse', requestId, ok: true, jwt: placed.jwt, space: { name: coSpace.name, numericId } };
}
