/** How a fault shows to whoever ordered the move, by the item's end. `any`: the move goes as it goes, only its answer is lost. */
export type FaultSymptom = 'nothing-happened' | 'dropped' | 'wrong-meeting' | 'joined-without-media' | 'any';

/** What went wrong, as a diagnosis names it. */
export const faultCauses = [
  'request-not-received',
  'bridge-busy',
  'unauthorized',
  'cannot-move',
  'bridge-ignored',
  'target-gone',
  'participant-limit',
  'peer-unreachable',
  'no-capacity',
  'guest-account-not-stored',
  'web-bridge-unreachable',
  'client-silent',
  'client-left',
  'token-missing',
  'token-expired',
  'token-unknown',
  'guest-not-admitted',
  'encryption-required',
  'media-failed',
  'wrong-numeric-id',
  'moved-again',
] as const;
export type FaultCause = (typeof faultCauses)[number];

/** What tells one cause from another, in words. A, B and C are the bridges of the move: `docs/architecture.md`. */
export const evidenceWords = {
  'own-request': "how Usher's own request ended",
  'silent-log': "B's log holds nothing of the request",
  'api-trace': "the request and its answer in B's API trace",
  'failure-document': "the failure in B's answer",
  participant: 'the participant as B and A show it',
  'call-leg': "the participant's call leg",
  'no-move-line': 'no line of a move operation after the request in the log of B',
  roster: 'who is on the rosters, and in which state',
  'cdr-reason': 'the reason in the CDR of the call leg',
  'no-answer-of-peer': "no answer of A in B's log",
  alarm: 'an alarm of the bridge',
  'no-alarm': 'that there is no alarm',
  'load-levels': "the load levels in B's replace query",
  'credential-storage': "credential storage without success in C's log",
  'teardown-line': "the end of the session in A's log",
  'no-new-socket': "no new WebSocket in the web bridge's log",
  'web-bridge-log': "the web bridge's log",
  'call-bridge-log': "C's log",
  har: 'a HAR of the browser',
  'access-method': "the scope of the target's access method",
  'bit-rates': "the bit rates of the newcomer's call leg",
  'later-move': 'somebody who was moved from the newcomer',
} as const;
export type Evidence = keyof typeof evidenceWords;

/** One thing that can go wrong with a move: where, how it shows, what it comes from, and what tells it. */
export interface Fault {
  /** Steps of the move, as `docs/architecture.md` counts them. */
  readonly steps: readonly number[];
  readonly symptom: FaultSymptom;
  /** None where nothing but an answer was lost: then what is read back tells how it went. */
  readonly causes: readonly FaultCause[];
  readonly toldBy: readonly Evidence[];
  readonly words: string;
}

/** What can go wrong with a move, in the order of its steps. The emulator can play each of them. */
export const faults = {
  'port-closed': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    toldBy: ['own-request', 'silent-log'],
    words: 'The API port of the call bridge takes no connections.',
  },
  'wrong-certificate': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    toldBy: ['own-request', 'silent-log'],
    words: 'The API port of the call bridge shows a certificate that nobody signed.',
  },
  'request-dropped': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    toldBy: ['own-request', 'silent-log'],
    words: 'The request is swallowed on its way and never answered.',
  },
  'request-reset': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    toldBy: ['own-request', 'silent-log'],
    words: 'The connection is reset before the call bridge has read the request.',
  },
  'web-page-answers': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    toldBy: ['own-request', 'silent-log'],
    words: 'Something in front of the call bridge answers with a web page.',
  },
  'bridge-busy': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-busy'],
    toldBy: ['own-request', 'api-trace'],
    words: 'The call bridge answers 503: too busy at the moment.',
  },
  'credentials-refused': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['unauthorized'],
    toldBy: ['own-request', 'api-trace'],
    words: 'The call bridge does not accept the API account.',
  },
  'cannot-move': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['cannot-move'],
    toldBy: ['failure-document', 'participant', 'call-leg'],
    words: 'The call bridge says that this person cannot be moved.',
  },
  'bridge-ignores': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-ignored'],
    toldBy: ['api-trace', 'no-move-line', 'roster'],
    words: 'The call bridge accepts the request and then does nothing.',
  },
  'target-gone': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['target-gone'],
    toldBy: ['failure-document'],
    words: 'The meeting ends in the very moment in which the request comes in.',
  },
  'participant-limit': {
    steps: [1, 5],
    symptom: 'nothing-happened',
    causes: ['participant-limit'],
    toldBy: ['failure-document', 'cdr-reason'],
    words: 'The meeting has as many people as it may have.',
  },
  'link-down': {
    steps: [2, 3],
    symptom: 'nothing-happened',
    causes: ['peer-unreachable'],
    toldBy: ['no-answer-of-peer', 'alarm'],
    words: 'The call bridge of the meeting cannot reach the one that the person is on. It needs two different ones.',
  },
  'no-capacity': {
    steps: [4],
    symptom: 'nothing-happened',
    causes: ['no-capacity'],
    toldBy: ['load-levels', 'failure-document'],
    words: 'No call bridge of the group has room.',
  },
  'guest-account-not-stored': {
    steps: [5],
    symptom: 'nothing-happened',
    causes: ['guest-account-not-stored'],
    toldBy: ['credential-storage'],
    words: 'The new guest account cannot be stored. Web app guests only.',
  },
  'web-bridge-unreachable': {
    steps: [6],
    symptom: 'nothing-happened',
    causes: ['web-bridge-unreachable'],
    toldBy: ['alarm', 'roster'],
    words: 'The new call bridge cannot reach the web bridge that serves the person. Web app only.',
  },
  'client-silent': {
    steps: [7],
    symptom: 'nothing-happened',
    causes: ['client-silent'],
    toldBy: ['roster', 'no-alarm'],
    words: 'The browser is told to come over and does not react. Web app only.',
  },
  'client-left': {
    steps: [8, 11],
    symptom: 'dropped',
    causes: ['client-left'],
    toldBy: ['teardown-line', 'no-new-socket'],
    words: 'The browser ends its old call and never comes to the new one. Web app only.',
  },
  'token-missing': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-missing'],
    toldBy: ['web-bridge-log', 'har'],
    words: 'The browser gets no token for the new call. Web app only.',
  },
  'token-expired': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-expired'],
    toldBy: ['web-bridge-log', 'har'],
    words: 'The token for the new call has expired before it is used. Web app only.',
  },
  'token-unknown': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-unknown'],
    toldBy: ['web-bridge-log', 'har'],
    words: 'The web bridge does not know the token for the new call. Web app only.',
  },
  'guest-not-admitted': {
    steps: [11],
    symptom: 'dropped',
    causes: ['guest-not-admitted'],
    toldBy: ['access-method', 'call-bridge-log'],
    words: 'The new meeting is not for guests. Web app only.',
  },
  'encryption-required': {
    steps: [11],
    symptom: 'dropped',
    causes: ['encryption-required'],
    toldBy: ['cdr-reason', 'call-bridge-log'],
    words: 'The new meeting requires encryption and the browser cannot. Web app only.',
  },
  'media-failed': {
    steps: [11],
    symptom: 'joined-without-media',
    causes: ['media-failed'],
    toldBy: ['bit-rates'],
    words: 'The person arrives, but neither sound nor picture does.',
  },
  'wrong-numeric-id': {
    steps: [7],
    symptom: 'wrong-meeting',
    causes: ['wrong-numeric-id'],
    toldBy: ['har', 'roster'],
    words: "The browser is sent over with another space's number. Web app only.",
  },
  'moved-again': {
    steps: [11],
    symptom: 'wrong-meeting',
    causes: ['moved-again'],
    toldBy: ['later-move'],
    words: 'Somebody else moves the person on as soon as they arrive. Web app only.',
  },
  'answer-delayed': {
    steps: [1],
    symptom: 'any',
    causes: [],
    toldBy: ['own-request', 'roster'],
    words: 'The answer to the request comes too late.',
  },
  'answer-reset': {
    steps: [1],
    symptom: 'any',
    causes: [],
    toldBy: ['own-request', 'roster'],
    words: 'The connection is reset instead of an answer.',
  },
  'answer-cut': {
    steps: [1],
    symptom: 'any',
    causes: [],
    toldBy: ['own-request', 'roster'],
    words: 'The answer breaks off in the middle.',
  },
  'answer-slow': {
    steps: [1],
    symptom: 'any',
    causes: [],
    toldBy: ['own-request', 'roster'],
    words: 'The answer trickles in, a few characters at a time.',
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
