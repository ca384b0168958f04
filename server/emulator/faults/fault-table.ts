/** What a fault looks like to whoever ordered the move. `any`: the move itself goes as it goes, only its answer is lost. */
export type Symptom = 'nothing-happened' | 'dropped' | 'wrong-meeting' | 'joined-without-media' | 'any';

/** For whom a fault can be armed. Everybody is always possible, except where a fault belongs to a port. */
export type FaultScope = 'everybody' | 'participant' | 'call' | 'callBridge' | 'link';

/** One thing that can go wrong with a move. */
export interface FaultRow {
  /** Steps of the move in which it shows; `docs/architecture.md` counts them. */
  readonly steps: readonly number[];
  readonly symptom: Symptom;
  /** What a diagnosis finds in the end; none where nothing but an answer was lost. */
  readonly causes: readonly string[];
  /** For a person who is about to arm it. */
  readonly words: string;
  readonly scopes: readonly FaultScope[];
  /** Of a fault of links: what a call bridge has at the other end of one. */
  readonly farEnd?: 'call-bridge' | 'web-bridge';
}

const atMove = ['everybody', 'participant', 'call', 'callBridge'] as const;
const onLink = [...atMove, 'link'] as const;
/** A port does not know who is behind a connection. */
const atPort = ['callBridge'] as const;

/** Every fault that can be armed, in the order of the move's steps. `lib/trace` holds the same rows for Usher. */
export const faultTable = {
  'port-closed': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The API port of the call bridge takes no connections.',
    scopes: atPort,
  },
  'wrong-certificate': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The API port of the call bridge shows a certificate that nobody signed.',
    scopes: atPort,
  },
  'request-dropped': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The request is swallowed on its way and never answered.',
    scopes: atMove,
  },
  'request-reset': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'The connection is reset before the call bridge has read the request.',
    scopes: atMove,
  },
  'web-page-answers': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['request-not-received'],
    words: 'Something in front of the call bridge answers with a web page.',
    scopes: atMove,
  },
  'bridge-busy': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-busy'],
    words: 'The call bridge answers 503: too busy at the moment.',
    scopes: atMove,
  },
  'credentials-refused': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['unauthorized'],
    words: 'The call bridge does not accept the API account.',
    scopes: atMove,
  },
  'cannot-move': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['cannot-move'],
    words: 'The call bridge says that this person cannot be moved.',
    scopes: atMove,
  },
  'bridge-ignores': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['bridge-ignored'],
    words: 'The call bridge accepts the request and then does nothing.',
    scopes: atMove,
  },
  'target-gone': {
    steps: [1],
    symptom: 'nothing-happened',
    causes: ['target-gone'],
    words: 'The meeting ends in the very moment in which the request comes in.',
    scopes: atMove,
  },
  'participant-limit': {
    steps: [1, 5],
    symptom: 'nothing-happened',
    causes: ['participant-limit'],
    words: 'The meeting has as many people as it may have.',
    scopes: atMove,
  },
  'link-down': {
    steps: [2, 3],
    symptom: 'nothing-happened',
    causes: ['peer-unreachable'],
    words: 'The call bridge of the meeting cannot reach the one that the person is on. It needs two different ones.',
    scopes: onLink,
    farEnd: 'call-bridge',
  },
  'no-capacity': {
    steps: [4],
    symptom: 'nothing-happened',
    causes: ['no-capacity'],
    words: 'No call bridge of the group has room.',
    scopes: atMove,
  },
  'guest-account-not-stored': {
    steps: [5],
    symptom: 'nothing-happened',
    causes: ['guest-account-not-stored'],
    words: 'The new guest account cannot be stored. Web app guests only.',
    scopes: atMove,
  },
  'web-bridge-unreachable': {
    steps: [6],
    symptom: 'nothing-happened',
    causes: ['web-bridge-unreachable'],
    words: 'The new call bridge cannot reach the web bridge that serves the person. Web app only.',
    scopes: onLink,
    farEnd: 'web-bridge',
  },
  'client-silent': {
    steps: [7],
    symptom: 'nothing-happened',
    causes: ['client-silent'],
    words: 'The browser is told to come over and does not react. Web app only.',
    scopes: atMove,
  },
  'client-left': {
    steps: [8, 11],
    symptom: 'dropped',
    causes: ['client-left'],
    words: 'The browser ends its old call and never comes to the new one. Web app only.',
    scopes: atMove,
  },
  'token-missing': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-missing'],
    words: 'The browser gets no token for the new call. Web app only.',
    scopes: atMove,
  },
  'token-expired': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-expired'],
    words: 'The token for the new call has expired before it is used. Web app only.',
    scopes: atMove,
  },
  'token-unknown': {
    steps: [11],
    symptom: 'dropped',
    causes: ['token-unknown'],
    words: 'The web bridge does not know the token for the new call. Web app only.',
    scopes: atMove,
  },
  'guest-not-admitted': {
    steps: [11],
    symptom: 'dropped',
    causes: ['guest-not-admitted'],
    words: 'The new meeting is not for guests. Web app only.',
    scopes: atMove,
  },
  'encryption-required': {
    steps: [11],
    symptom: 'dropped',
    causes: ['encryption-required'],
    words: 'The new meeting requires encryption and the browser cannot. Web app only.',
    scopes: atMove,
  },
  'media-failed': {
    steps: [11],
    symptom: 'joined-without-media',
    causes: ['media-failed'],
    words: 'The person arrives, but neither sound nor picture does.',
    scopes: atMove,
  },
  'wrong-numeric-id': {
    steps: [7],
    symptom: 'wrong-meeting',
    causes: ['wrong-numeric-id'],
    words: "The browser is sent over with another space's number. Web app only.",
    scopes: atMove,
  },
  'moved-again': {
    steps: [11],
    symptom: 'wrong-meeting',
    causes: ['moved-again'],
    words: 'Somebody else moves the person on as soon as they arrive. Web app only.',
    scopes: atMove,
  },
  'answer-delayed': { steps: [1], symptom: 'any', causes: [], words: 'The answer to the request comes too late.', scopes: atMove },
  'answer-reset': { steps: [1], symptom: 'any', causes: [], words: 'The connection is reset instead of an answer.', scopes: atMove },
  'answer-cut': { steps: [1], symptom: 'any', causes: [], words: 'The answer breaks off in the middle.', scopes: atMove },
  'answer-slow': { steps: [1], symptom: 'any', causes: [], words: 'The answer trickles in, a few characters at a time.', scopes: atMove },
} as const satisfies Record<string, FaultRow>;

export type FaultCode = keyof typeof faultTable;

export const faultCodes = Object.keys(faultTable) as readonly FaultCode[];
