import type { FaultCause } from '@/lib/trace/faults';
import type { Heard } from '@/lib/trace/heard';
import type { MoveFacts } from '@/lib/trace/move-facts';
import type { Symptom } from '@/lib/trace/symptom';

/**
 * How well a cause goes with what was said: `shown` where something says so; `fits` where it is what is known, and what else it could be
 * would have been said; `possible` where it would look the same.
 */
export interface Suspicion {
  readonly cause: FaultCause;
  /** The step that did not come about. */
  readonly step: number;
  readonly how: 'shown' | 'fits' | 'possible';
  readonly evidence: readonly Heard[];
}

type Rule = (facts: MoveFacts) => Suspicion | null;

function shown(cause: FaultCause, step: number, ...evidence: (Heard | null)[]): Suspicion | null {
  const present = evidence.filter((one) => one !== null);
  return present.length === 0 ? null : { cause, step, how: 'shown', evidence: present };
}

function fits(cause: FaultCause, step: number, ...evidence: (Heard | null)[]): Suspicion {
  return { cause, step, how: 'fits', evidence: evidence.filter((one) => one !== null) };
}

function possible(cause: FaultCause, step: number, ...evidence: (Heard | null)[]): Suspicion {
  return { ...fits(cause, step, ...evidence), how: 'possible' };
}

/** What the failure document of the answer says. Source: docs/cms-wire.md, section 1.3. */
function refusedWith(tag: string, cause: FaultCause, step: number): Rule {
  return ({ failure }) => (failure?.said.tags.includes(tag) ? shown(cause, step, failure) : null);
}

/** How a cause fits for which speaks that something was not said: that means nothing where lines are missing. */
function bySilence({ isWhole }: MoveFacts): typeof fits {
  return isWhole ? fits : possible;
}

/** The same of a browser: where there is a recording of it, that has to go on for long enough. */
function bySilenceOfBrowser(facts: MoveFacts): typeof fits {
  const { browser } = facts.move;
  if (facts.move.untold) return possible;
  return browser === null ? bySilence(facts) : browser.wentOn ? fits : possible;
}

function answeredWith(status: number, cause: FaultCause): Rule {
  return ({ answer }) => (answer?.said.status === status ? shown(cause, 1, answer) : null);
}

/** The bridge did its part, and the browser is still in its old call. */
function waitsForBrowser({ made, answer, move, joined, oldEnded }: MoveFacts): boolean {
  const isAccepted = (answer?.said.status ?? 200) < 300;
  return isAccepted && (made !== null || move.operation !== null || move.browser !== null) && joined === null && oldEnded === null;
}

/** The bridge did its part, no web bridge says that it told the browser, and the browser shows that none did. */
function isUntold(facts: MoveFacts): boolean {
  return waitsForBrowser(facts) && facts.move.untold !== null && facts.noWebBridge === null && facts.browserTold === null;
}

/** The guest's credentials were to be stored, nothing says that they were, and nobody was made. */
function isStorageMissing({ storage, made }: MoveFacts): boolean {
  return storage?.isStored === false && made === null;
}

function isPeerMissed(facts: MoveFacts): boolean {
  return facts.failure?.said.tags.includes('callBridgeUnavailable') === true && !facts.move.operation && !isStorageMissing(facts);
}

/** How Usher's own request ended. A request that may have been heard was not, where nothing came of it. */
const byOwnRequest: readonly Rule[] = [
  ({ live }) => (live?.noAnswer && live.noAnswer.said.how !== 'unanswered' ? shown('request-not-received', 1, live.noAnswer) : null),
  ({ live, move, made }) => (live?.noAnswer?.said.how === 'unanswered' && !move.request && !move.operation && !made ? fits('request-not-received', 1, live.noAnswer) : null),
];

/**
 * What alarms say, and that there are none. They name a bridge and not what it cannot reach, so that none shows anything of one move;
 * where a log speaks of the move, they are not needed.
 */
const byAlarms: readonly Rule[] = [
  (facts) => {
    const alarm = facts.live?.alarm('c2wConnectionFailure');
    return alarm && waitsForBrowser(facts) && facts.browserTold === null ? fits('web-bridge-unreachable', 6, alarm, facts.made) : null;
  },
  (facts) => (facts.live?.areAlarmsRead && !facts.live.alarm('c2wConnectionFailure') && isSeenWaiting(facts) ? fits('client-silent', 7, facts.made) : null),
  (facts) => {
    const alarm = facts.live?.alarm('callBridgeConnectionFailure');
    return alarm && isPeerMissed(facts) ? fits('peer-unreachable', 2, facts.failure, alarm) : null;
  },
  (facts) => (facts.live?.areAlarmsRead && !facts.live.alarm('callBridgeConnectionFailure') && isPeerMissed(facts) && !facts.isWhole ? fits('guest-account-not-stored', 5, facts.failure) : null),
];

/** The newcomer is there and waits for their browser. */
function isSeenWaiting(facts: MoveFacts): boolean {
  return waitsForBrowser(facts) && facts.made !== null && facts.noWebBridge === null && facts.told === null && facts.browserTold === null;
}

/** How a cause fits for which speaks that the bridge made nothing at that moment, for whomever. */
function byMakingNothing(facts: MoveFacts): typeof fits {
  return facts.move.strays.length === 0 ? bySilence(facts) : possible;
}

const whenNothingHappened: readonly Rule[] = [
  ...byOwnRequest,
  ...byAlarms,
  answeredWith(503, 'bridge-busy'),
  answeredWith(401, 'unauthorized'),
  refusedWith('callDoesNotExist', 'target-gone', 1),
  refusedWith('participantLimitReached', 'participant-limit', 1),
  refusedWith('participantCannotBeModified', 'cannot-move', 1),
  refusedWith('callBridgeGroupUnavailable', 'no-capacity', 4),
  ({ noRoom }) => shown('no-capacity', 4, noRoom),
  // The same failure is told of a peer that is away and of credentials that could not be stored: only the latter were asked for.
  (facts) => (isStorageMissing(facts) && facts.storage ? (facts.failure ? shown : possible)('guest-account-not-stored', 5, facts.storage.asked, facts.failure) : null),
  // The peer has answered, or the move had not begun. Of a live move it is known that no other answer came.
  ({ failure, move, storage, live }) =>
    failure?.said.tags.includes('callBridgeUnavailable') && move.operation && storage === null ? (live || move.notStored ? fits : possible)('guest-account-not-stored', 5, failure, move.notStored) : null,
  (facts) => (isPeerMissed(facts) ? bySilence(facts)('peer-unreachable', 2, facts.failure) : null),
  (facts) => (isPeerMissed(facts) ? possible('guest-account-not-stored', 5, facts.failure) : null),
  (facts) => (facts.answer && facts.answer.said.status < 300 && !facts.move.operation && !facts.made ? (facts.live ? fits : byMakingNothing(facts))('bridge-ignored', 1, facts.answer) : null),
  ({ noWebBridge }) => shown('web-bridge-unreachable', 6, noWebBridge),
  // A recording of the browser, which was open all the time, has nothing of it: it cannot have been told.
  (facts) => (isUntold(facts) ? fits('web-bridge-unreachable', 6, facts.made ?? facts.move.operation, facts.move.untold) : null),
  (facts) => (waitsForBrowser(facts) && !facts.noWebBridge && facts.browserTold === null ? possible('web-bridge-unreachable', 6, facts.made ?? facts.move.operation) : null),
  (facts) => (waitsForBrowser(facts) && facts.browserTold && !facts.clientLeft ? (facts.live ? fits : bySilenceOfBrowser(facts))('client-silent', 8, facts.browserTold) : null),
  (facts) => (waitsForBrowser(facts) && !facts.noWebBridge && facts.told === null && !facts.browserTold && !isUntold(facts) ? possible('client-silent', 7, facts.made ?? facts.move.operation) : null),
];

const tokenCauses = ['token-missing', 'token-expired', 'token-unknown'] as const;
const admissionCauses = ['guest-not-admitted', 'encryption-required'] as const;

/** Somebody left for the new call, and nothing says what became of them there. */
function isLostOnTheWay({ oldEnded, sessionRefused, notAdmitted, joined }: MoveFacts): boolean {
  return oldEnded !== null && sessionRefused === null && notAdmitted === null && joined === null;
}

/** How a cause fits for which speaks that nobody came to the new call: a recording of the browser shows that, or else the web bridge would have spoken of it. */
function byAbsence(facts: MoveFacts): typeof fits {
  const { told, tokenTaken, move } = facts;
  if (move.likelyRefused) return possible;
  if (move.browser) return bySilenceOfBrowser(facts);
  return told && !tokenTaken && move.strays.length === 0 ? bySilence(facts) : possible;
}

function refusedToBrowser({ move }: MoveFacts): Heard | null {
  return move.browser?.refused ?? null;
}

/** Why the newcomer's call ended, in the bridge's own word. Source: docs/cms-wire.md, section 5. */
function endedFor(reason: string, cause: FaultCause): Rule {
  return ({ live }) => (live?.newcomerGone?.said.why === reason ? shown(cause, 11, live.newcomerGone) : null);
}

const whenDropped: readonly Rule[] = [
  endedFor('encryptionRequired', 'encryption-required'),
  ...tokenCauses.map((cause): Rule => ({ sessionRefused }) => (sessionRefused?.said.why === cause ? shown(cause, 11, sessionRefused) : null)),
  ...admissionCauses.map(
    (cause): Rule => ({ notAdmitted, sessionRefused }) => shown(cause, 11, notAdmitted?.said.why === cause ? notAdmitted : null, sessionRefused?.said.why === cause ? sessionRefused : null),
  ),
  ...[...tokenCauses, ...admissionCauses].map((cause): Rule => (facts) => (facts.move.likelyRefused?.said.why === cause && isLostOnTheWay(facts) ? bySilence(facts)(cause, 11, facts.move.likelyRefused) : null)),
  // The web bridge speaks of this person: had their browser come back, it would have said so.
  (facts) => (isLostOnTheWay(facts) && !facts.move.browser?.opened ? byAbsence(facts)('client-left', 11, facts.browserTold, facts.clientLeft, facts.oldEnded) : null),
  ...tokenCauses.map((cause): Rule => (facts) => (isLostOnTheWay(facts) && !facts.tokenTaken ? possible(cause, 11, facts.oldEnded, refusedToBrowser(facts)) : null)),
  ...admissionCauses.map((cause): Rule => (facts) => (isLostOnTheWay(facts) ? possible(cause, 11, facts.oldEnded, refusedToBrowser(facts)) : null)),
];

/** What says that somebody was moved on from where they had come. */
function movedOn({ move: { later, browser } }: MoveFacts): Heard | null {
  return later?.operation ?? later?.request?.lines[0] ?? browser?.again ?? null;
}

const whenElsewhere: readonly Rule[] = [
  ({ live }) => shown('moved-again', 11, live?.later ?? null),
  // Where nobody heard them come, nobody would have heard them being moved on.
  ({ live, move }) => (live?.appeared && !live.later && !move.later ? fits('wrong-numeric-id', 7, live.appeared) : null),
  (facts) => {
    const later = movedOn(facts);
    if (later === null || facts.isInTarget === false) return null;
    return (facts.isInTarget ? shown : fits)('moved-again', 11, later);
  },
  ({ isInTarget, numericId, joined }) => (isInTarget === false && numericId?.isOfTarget !== true ? shown('wrong-numeric-id', 7, numericId?.told ?? null, joined) : null),
  // The browser was sent to the right place, and is in another: both cannot be so.
  ({ isInTarget, numericId, joined }) => (isInTarget === false && numericId?.isOfTarget === true ? possible('wrong-numeric-id', 7, numericId.told, joined) : null),
];

const rules: Record<Symptom, readonly Rule[]> = {
  joined: [],
  'joined-without-media': [({ live, joined }) => (live ? fits('media-failed', 11, joined ?? live.appeared) : null)],
  'nothing-happened': whenNothingHappened,
  dropped: whenDropped,
  'wrong-meeting': whenElsewhere,
  'in-lobby': [],
  'in-both': [],
  'not-sent': [],
  'under-way': [],
  unknown: [],
};

/** The causes that go with what was said, best first; one of each. */
export function suspicionsOf(facts: MoveFacts, symptom: Symptom): Suspicion[] {
  const found = rules[symptom].flatMap((rule) => rule(facts) ?? []);
  const sorted = (['shown', 'fits', 'possible'] as const).flatMap((wanted) => found.filter(({ how }) => how === wanted));
  return sorted.filter(({ cause }, at) => sorted.findIndex((one) => one.cause === cause) === at);
}
