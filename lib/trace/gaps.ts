import type { Saying, StorageStage } from '@/lib/trace/log/saying';
import { isDevice, type MoveCase } from '@/lib/trace/move-case';

type Kind = Saying['says'];

/** What a bridge logs in one go, where it logs any of it: of a browser, and of a device that calls by SIP. Source: docs/cms-wire.md, section 8.3. */
const ofBrowser: readonly (readonly Kind[])[] = [
  ['leg-made', 'participant-made', 'session-made', 'instance-made'],
  ['session-ended', 'call-ended', 'left', 'leg-ended'],
  ['call-allocated', 'leg-configured', 'media-set-up', 'joined-place', 'joined'],
];
const ofDevice: readonly (readonly Kind[])[] = [
  ['leg-made', 'participant-made'],
  ['left', 'leg-ended'],
  ['leg-configured', 'joined-place'],
];

/** What is logged in one go where a browser's call ends that may not have begun: a session ends only where there was one. */
const endOfNewcomer: readonly Kind[] = ['call-ended', 'left', 'leg-ended'];

/** Of these, what does not name whom it is for. */
const namesNobody = new Set<Kind>(['session-made', 'instance-made']);

/** In which credentials are stored, each in a line. */
const stages: readonly StorageStage[] = ['scheduled', 'executed', 'in-progress', 'stored'];

/** Of a move, what kinds of lines there are: of all, of those about the old call, and of those about the new one. */
interface Kinds {
  readonly all: ReadonlySet<Kind>;
  readonly ofOld: ReadonlySet<Kind>;
  readonly ofNew: ReadonlySet<Kind>;
}

/**
 * Whether lines of a move are missing where others of the same moment are there. Then nothing can be concluded from what the logs
 * do not say.
 */
export function hasGaps(move: MoveCase): boolean {
  const kinds = kindsIn(move);
  return isTorn(move, kinds) || isNewcomersEndTorn(move, kinds) || isArrivalMissing(move, kinds) || isBeginMissing(move, kinds) || isNewcomerMissing(move, kinds) || isStorageTorn(move, kinds) || isLeaveMissing(move, kinds);
}

function kindsIn({ heard, account, participant, newAccount, newParticipant }: MoveCase): Kinds {
  const kindsOf = (who: string | null, leg: string | null) =>
    new Set(heard.filter(({ said }) => ('account' in said && said.account === who) || ('leg' in said && said.leg === leg)).map(({ said }) => said.says));
  return { all: new Set(heard.map(({ said }) => said.says)), ofOld: kindsOf(account, participant), ofNew: kindsOf(newAccount, newParticipant) };
}

/** Some lines of one go are there, and some are not. Where a bridge was at several moves at once, what names nobody is looked for with none of them. */
function isTorn(move: MoveCase, { all, ofOld }: Kinds): boolean {
  return (isDevice(move) ? ofDevice : ofBrowser).some((group) => {
    const found = group.includes('leg-ended') ? ofOld : all;
    const wanted = move.isAlone ? group : group.filter((kind) => !namesNobody.has(kind));
    const count = wanted.filter((kind) => found.has(kind)).length;
    return count > 0 && count < wanted.length;
  });
}

/** Whose account is known, and is not that of the old call, is found by all lines of how their new call ended. */
function isNewcomersEndTorn(move: MoveCase, { ofNew }: Kinds): boolean {
  if (isDevice(move) || move.newAccount === null || move.newAccount === move.account) return false;
  const count = endOfNewcomer.filter((kind) => ofNew.has(kind)).length;
  return count > 0 && count < endOfNewcomer.length;
}

/** The newcomer's session ended, and nothing says that their browser had come for it. */
function isArrivalMissing({ account, newAccount }: MoveCase, { ofNew }: Kinds): boolean {
  return newAccount !== account && ofNew.has('session-ended') && !ofNew.has('token-taken') && !ofNew.has('joined');
}

/** Somebody was made, and no bridge says that it began to move anybody. */
function isBeginMissing({ operation }: MoveCase, { all }: Kinds): boolean {
  return all.has('leg-made') && operation === null;
}

/** Somebody was made, or the bridge would not have answered so and nobody would have left: without knowing whom, nothing that they did is found. */
function isNewcomerMissing({ request, newParticipant }: MoveCase, { ofOld }: Kinds): boolean {
  const isAccepted = request !== null && request.status !== null && request.status < 300;
  return (isAccepted && request.made === null) || (ofOld.size > 0 && newParticipant === null);
}

/** Storing credentials ends well or after its first stage; and where the bridge was at nothing else, nobody is made before it has ended well. */
function isStorageTorn({ heard, isAlone }: MoveCase, { all }: Kinds): boolean {
  const count = stages.filter((stage) => heard.some(({ said }) => said.says === 'storage' && said.stage === stage)).length;
  if (count > 1 && count < stages.length) return true;
  return isAlone && all.has('leg-made') && (count === 1 || (count === 0 && all.has('account-created')));
}

/** The browser was told and its old call ended, and the web bridge does not say that it left. */
function isLeaveMissing({ heard }: MoveCase, { all, ofOld }: Kinds): boolean {
  return ofOld.has('leg-ended') && all.has('move-told') && !heard.some(({ said }) => said.says === 'client-did' && said.what === 'leave');
}
