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

/** One thing that can go wrong with a move: where, how it shows, and what it comes from. */
export interface Fault {
  /** Steps of the move, as `docs/architecture.md` counts them. */
  readonly steps: readonly number[];
  readonly symptom: FaultSymptom;
  /** None where nothing but an answer was lost: then what is read back tells how it went. */
  readonly causes: readonly FaultCause[];
  readonly words: string;
}

/** What can go wrong with a move, in the order of its steps. The emulator can play each of them. */
export const faults = {
  'port-closed': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The API port of the call bridge takes no connections.',
  },
  'wrong-certificate': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The API port of the call bridge shows a certificate that nobody signed.',
  },
  'request-dropped': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The request is swallowed on its way and never answered.',
  },
  'request-reset': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The connection is reset before the call bridge has read the request.',
  },
  'web-page-answers': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'Something in front of the call bridge answers with a web page.',
  },
  'bridge-busy': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-busy'],
    words: 'The call bridge answers 503: too busy at the moment.',
  },
  'credentials-refused': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['unauthorized'],
    words: 'The call bridge does not accept the API account.',
  },
  'cannot-move': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['cannot-move'],
    words: 'The call bridge says that this person cannot be moved.',
  },
  'bridge-ignores': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-ignored'],
    words: 'The call bridge accepts the request and then does nothing.',
  },
  'target-gone': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['target-gone'],
    words: 'The meeting ends in the very moment in which the request comes in.',
  },
  'participant-limit': {
    steps: [1, 5],
    symptom: 'nothing-happened',
    causes: ['participant-limit'],
    words: 'The meeting has as many people as it may have.',
  },
  'link-down': {
    steps: [2, 3],
    symptom: 'nothing-happened',
    causes: ['peer-unreachable'],
    words: 'The call bridge of the meeting cannot reach the one that the person is on. It needs two different ones.',
  },
  'no-capacity': {
    steps: [4],
    symptom: 'nothing-happened',
    causes: ['no-capacity'],
    words: 'No call bridge of the group has room.',
  },
  'guest-account-not-stored': {
    steps: [5],
    symptom: 'nothing-happened',
    causes: ['guest-account-not-stored'],
    words: 'The new guest account cannot be stored. Web app guests only.',
  },
  'web-bridge-unreachable': {
    steps: [6],
    symptom: 'nothing-happened',
    causes: ['web-bridge-unreachable'],
    words: 'The new call bridge cannot reach the web bridge that serves the person. Web app only.',
  },
  'client-silent': {
    steps: [7],
    symptom: 'nothing-happened',
    causes: ['client-silent'],
    words: 'The browser is told to come over and does not react. Web app only.',
  },
  'client-left': {
    steps: [8, 11],
    symptom: 'dropped',
    causes: ['client-left'],
    words: 'The browser ends its old call and never comes to the new one. Web app only.',
  },
  'token-missing': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-missing'],
    words: 'The browser gets no token for the new call. Web app only.',
  },
  'token-expired': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-expired'],
    words: 'The token for the new call has expired before it is used. Web app only.',
  },
  'token-unknown': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-unknown'],
    words: 'The web bridge does not know the token for the new call. Web app only.',
  },
  'guest-not-admitted': {
    steps: [11],
    symptom: 'dropped',
    causes: ['guest-not-admitted'],
    words: 'The new meeting is not for guests. Web app only.',
  },
  'encryption-required': {
    steps: [11],
    symptom: 'dropped',
    causes: ['encryption-required'],
    words: 'The new meeting requires encryption and the browser cannot. Web app only.',
  },
  'media-failed': {
    steps: [11],
    symptom: 'joined-without-media',
    causes: ['media-failed'],
    words: 'The person arrives, but neither sound nor picture does.',
  },
  'wrong-numeric-id': {
    steps: [7],
    symptom: 'wrong-meeting',
    causes: ['wrong-numeric-id'],
    words: "The browser is sent over with another space's number. Web app only.",
  },
  'moved-again': {
    steps: [11],
    symptom: 'wrong-meeting',
    causes: ['moved-again'],
    words: 'Somebody else moves the person on as soon as they arrive. Web app only.',
  },
  'answer-delayed': {
    steps: [1],
    symptom: 'any',
    causes: [],
    words: 'The answer to the request comes too late.',
  },
  'answer-reset': {
    steps: [1],
    symptom: 'any',
    causes: [],
    words: 'The connection is reset instead of an answer.',
  },
  'answer-cut': {
    steps: [1],
    symptom: 'any',
    causes: [],
    words: 'The answer breaks off in the middle.',
  },
  'answer-slow': {
    steps: [1],
    symptom: 'any',
    causes: [],
    words: 'The answer trickles in, a few characters at a time.',
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
