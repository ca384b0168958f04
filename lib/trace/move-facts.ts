import type { Expected } from '@/lib/trace/expected';
import { hasGaps } from '@/lib/trace/gaps';
import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import { keys, type HeardBook } from '@/lib/trace/heard-book';
import type { Saying } from '@/lib/trace/log/saying';
import type { LiveFacts } from '@/lib/trace/live-move';
import { isDevice, type MoveCase } from '@/lib/trace/move-case';

/** What was said of a move, as the questions that a diagnosis asks. */
export interface MoveFacts {
  readonly move: MoveCase;
  /** The answer of the bridge that was asked; null where it is not known. */
  readonly answer: HeardOf<'answer'> | null;
  readonly failure: HeardOf<'failure'> | null;
  /** Who says that the guest's credentials are stored, or are to be; null where nobody speaks of it. */
  readonly storage: { readonly asked: Heard; readonly isStored: boolean } | null;
  readonly noRoom: Heard | null;
  /** That somebody was made: a new participant, leg or account. */
  readonly made: Heard | null;
  readonly noWebBridge: Heard | null;
  readonly told: HeardOf<'move-told'> | null;
  /** That the browser itself was told to come over, or that the web bridge told it. */
  readonly browserTold: Heard | null;
  /** The numeric id that the browser was sent to, and whether it is the target's: null where nobody said which those are. */
  readonly numericId: NumericIdFact | null;
  readonly clientLeft: Heard | null;
  readonly oldEnded: Heard | null;
  readonly tokenTaken: Heard | null;
  /** That the new call was refused to the browser, as its recording shows, and why; null where that does not say why. */
  readonly sessionRefused: HeardOf<'session-refused'> | null;
  readonly notAdmitted: HeardOf<'not-admitted'> | null;
  readonly joined: Heard | null;
  /** Whether all was said that goes with what was: only then silence means something. */
  readonly isWhole: boolean;
  /** Whether those who were moved are in the meeting that was meant; null where that is not known. */
  readonly isInTarget: boolean | null;
  /** What Usher's own feeds say; null of a move that is known by files only. */
  readonly live: LiveFacts | null;
}

export interface NumericIdFact {
  readonly told: HeardOf<'browser-told'>;
  readonly ids: readonly string[];
  readonly isOfTarget: boolean | null;
}

/** @param book everything that was heard, about whatever: ids of one meeting are told in lines about others too */
export function factsOf(move: MoveCase, book: HeardBook, expected: Expected, live: LiveFacts | null = null): MoveFacts {
  const { heard, newParticipant, account, newAccount, browser } = move;
  const first = <K extends Saying['says']>(kind: K) => heard.find(says(kind)) ?? null;
  // What Usher was told itself needs no log.
  const firstOwn = <K extends Saying['says']>(kind: K) => heard.filter(says(kind)).find(({ source }) => source === 'request') ?? first(kind);
  const isOfOld = ({ said }: Heard) =>
    said.says === 'leg-ended' ? said.leg === move.participant : (said.says === 'session-ended' || said.says === 'left' || said.says === 'call-ended') && said.account === account && account !== newAccount;
  const storing = heard.filter(says('storage'));
  const [asked] = storing;
  const numericId = numericIdOf(browser, expected);
  const told = first('move-told');
  const refused = browser?.refused ?? null;
  const joined = heard.find((one): one is HeardOf<'joined'> => one.said.says === 'joined' && one.said.participant === newParticipant) ?? null;
  const device = isDevice(move) ? (heard.find((one): one is HeardOf<'leg-configured'> => one.said.says === 'leg-configured' && one.said.leg === newParticipant) ?? null) : null;
  return {
    move,
    answer: firstOwn('answer'),
    failure: firstOwn('failure'),
    storage: asked ? { asked, isStored: storing.some(({ said }) => said.stage === 'stored') } : null,
    noRoom: heard.find(({ said }) => said.says === 'placement' && said.what === 'no-room') ?? null,
    made: heard.find(({ said }) => said.says === 'participant-made' || said.says === 'leg-made' || said.says === 'session-made') ?? live?.appeared ?? null,
    noWebBridge: first('no-web-bridge'),
    told,
    browserTold: browser?.told ?? (told?.said.isDelivered ? told : null),
    numericId,
    clientLeft: heard.find(({ said }) => said.says === 'client-did' && said.what === 'leave') ?? browser?.left ?? null,
    oldEnded: heard.find(isOfOld) ?? heard.find(({ said }) => said.says === 'gone' && said.participant === move.participant) ?? endedInBrowser(browser),
    tokenTaken: first('token-taken'),
    sessionRefused: refused?.said.why ? refused : null,
    notAdmitted: first('not-admitted'),
    joined: joined ?? browser?.runs ?? device,
    // Where no log of the bridge that was asked comes in, its silence means nothing.
    isWhole: !hasGaps(move) && (live === null || move.request !== null || move.operation !== null),
    isInTarget: (joined && isInTarget(move, joined.place, joined.said.conference, book)) ?? (device && isInTarget(move, device.place, conferenceMade(move), book)) ?? numericId?.isOfTarget ?? null,
    live,
  };
}

/** That the browser left its old call for good: it was told to, and either tried the new one or was recorded for long enough after. */
function endedInBrowser(browser: MoveCase['browser']): Heard | null {
  return browser?.left && (browser.opened !== null || browser.wentOn) ? browser.left : null;
}

/**
 * Whoever was sent on from the target was not meant to stay there: where they were sent then is compared with nothing.
 * Source: docs/cms-wire.md, section 6.4.
 */
function numericIdOf(browser: MoveCase['browser'], { numericIds }: Expected): NumericIdFact | null {
  const ids = browser?.told.said.numericIds ?? [];
  if (!browser || ids.length === 0) return null;
  const isTarget = (one: HeardOf<'browser-told'>) => one.said.numericIds.some((id) => numericIds.includes(id));
  const isComparable = numericIds.length > 0 && (isTarget(browser.told) || !browser.earlier.some(isTarget));
  return { told: browser.told, ids, isOfTarget: isComparable ? isTarget(browser.told) : null };
}

/**
 * A call goes by one id in the API and by another in what is logged of people joining; lines about anybody's legs name both. The bridge
 * that was asked knows the target by the API's id: whoever joins another call there is in another meeting. On other bridges the
 * same meeting is another call, which only its correlator tells.
 * Source: docs/cms-wire.md, section 8.3.
 */
function isInTarget({ call, place }: MoveCase, joinedAt: string, conference: string | null, book: HeardBook): boolean | null {
  const lastLeg = (key: string) => book.about(key).findLast(says('leg-made'))?.said ?? null;
  const joinedCall = conference === null ? null : (lastLeg(keys.legsOfConference(conference, joinedAt))?.call ?? null);
  if (joinedCall !== null && joinedCall === call) return true;
  if (joinedAt === place && joinedCall !== null) return false;
  const meant = call === null ? null : (lastLeg(keys.legsOfCall(call, place))?.conference ?? null);
  const [wanted, found] = [meant, conference].map((id) => (id === null ? undefined : book.about(keys.space(id)).findLast(says('space'))?.said.correlator));
  return wanted === undefined || found === undefined ? null : wanted === found;
}

/** The conference in which the newcomer's leg was made. */
function conferenceMade({ heard, newParticipant }: MoveCase): string | null {
  return heard.filter(says('leg-made')).find(({ said }) => said.leg === newParticipant)?.said.conference ?? null;
}
