import type { Participant } from '@/lib/meeting/participant';
import type { Recognition } from '@/lib/move/notice';

/** Who is looked for. */
export interface LostPerson {
  readonly participant: string;
  /** Who they were to become. */
  readonly newParticipant: string | null;
  readonly name: string;
  readonly uri: string | null;
  readonly kind: Participant['kind'];
  /** Whom a call to them made. */
  readonly called: string | null;
  /** When they left, in milliseconds since 1970. */
  readonly leftAtMs: number;
}

export interface Around {
  /** Everybody in the two meetings of the move, and where the one who is looked at is. */
  readonly people: readonly Participant[];
  /** Everybody who is looked for. */
  readonly lost: readonly LostPerson[];
}

/**
 * Whether somebody who is there is the one who was lost, and how that is known; null if not, `doubtful` if it could be somebody else.
 * A bridge's word that they were made from the lost one, or for a call to them, holds anywhere. All else holds in the two meetings of
 * the move only, for who came after the lost one had left, was not moved there from elsewhere, and has no double, there or among those
 * who are looked for.
 */
export function recognise(lost: LostPerson, seen: Participant, { people, lost: allLost }: Around): Recognition | 'doubtful' | null {
  if (seen.state !== 'connected' || seen.inLobby) return null;
  if (seen.id === lost.newParticipant || isMadeFrom(seen, lost)) return 'successor';
  if (seen.id === lost.called) return 'called';
  const likeness = likenessOf(lost);
  if (!likeness || likenessOf(seen)?.key !== likeness.key || seen.movedFrom !== null) return null;
  if (seen.joinedAt === null || Date.parse(seen.joinedAt) <= lost.leftAtMs) return null;
  const isDoubled = people.some((one) => one.id !== seen.id && !isRemnant(one, lost) && isAlike(one, lost, likeness));
  const hasRival = allLost.some((one) => one.participant !== lost.participant && likenessOf(one)?.key === likeness.key);
  return isDoubled || hasRival ? 'doubtful' : likeness.by;
}

/** What is left of the move itself: somebody made for it who never connected, or who they were before. */
function isRemnant(one: Participant, lost: LostPerson): boolean {
  return one.id === lost.participant || one.id === lost.newParticipant || one.id === lost.called || isMadeFrom(one, lost);
}

function isMadeFrom({ movedFrom }: Participant, { participant, newParticipant }: LostPerson): boolean {
  return movedFrom !== null && (movedFrom.participant === participant || movedFrom.participant === newParticipant);
}

interface Likeness {
  readonly by: 'address' | 'name';
  /** Whoever has the same is alike. */
  readonly key: string;
}

/** A web app guest's account is theirs for one session: `guest` and digits. Source: docs/cms-wire.md, sections 2.4 and 6.3. */
const guestAccount = /^guest\d+(@|$)/i;

/** By what somebody could be known again; null where nothing they have tells them from others. */
function likenessOf({ kind, name, uri }: Pick<Participant, 'kind' | 'name' | 'uri'>): Likeness | null {
  const address = sipAddress(uri ?? '');
  if ((kind !== 'sip' && kind !== 'web-app') || address === '') return null;
  if (kind === 'sip' || !guestAccount.test(address)) return { by: 'address', key: `${kind} ${address} ${foldedName(name)}` };
  return foldedName(name) === '' ? null : { by: 'name', key: `guest ${foldedName(name)}` };
}

/** Of a guest any bearer of the name could be meant, whatever they are connected with. */
function isAlike(one: Participant, lost: LostPerson, { by, key }: Likeness): boolean {
  return by === 'name' ? foldedName(one.name) === foldedName(lost.name) : likenessOf(one)?.key === key;
}

/** A SIP address as it is compared: without scheme, case and parameters. */
export function sipAddress(uri: string): string {
  return uri.trim().replace(/^sips?:/i, '').replace(/;.*$/, '').toLowerCase();
}

/** Names as they are compared: without regard to case and spaces. */
export function foldedName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
