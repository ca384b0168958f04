import type { Rehearsal } from '@/lib/rehearsal/rehearsal';
import { faults, type FaultName } from '@/lib/trace/faults';

/** Where in a move a fault happens, in the order of its steps. */
const groups = {
  request: 'The request on its way',
  bridge: 'What the call bridge makes of it',
  browser: 'The browser on its way over',
  arrival: 'After the arrival',
  answer: 'The answer on its way back',
} as const;
type Group = keyof typeof groups;

const groupOf: Record<FaultName, Group> = {
  'port-closed': 'request',
  'wrong-certificate': 'request',
  'request-dropped': 'request',
  'request-reset': 'request',
  'web-page-answers': 'request',
  'bridge-busy': 'bridge',
  'credentials-refused': 'bridge',
  'cannot-move': 'bridge',
  'bridge-ignores': 'bridge',
  'target-gone': 'bridge',
  'participant-limit': 'bridge',
  'link-down': 'bridge',
  'no-capacity': 'bridge',
  'guest-account-not-stored': 'bridge',
  'web-bridge-unreachable': 'browser',
  'client-silent': 'browser',
  'client-left': 'browser',
  'token-missing': 'browser',
  'token-expired': 'browser',
  'token-unknown': 'browser',
  'guest-not-admitted': 'browser',
  'encryption-required': 'browser',
  'wrong-numeric-id': 'browser',
  'media-failed': 'arrival',
  'moved-again': 'arrival',
  'answer-delayed': 'answer',
  'answer-reset': 'answer',
  'answer-cut': 'answer',
  'answer-slow': 'answer',
};

export type KnownFault = Rehearsal['faults'][number];

/** The faults in which each word of `search` is found, in their name, sentence or group; groups without any are left out. */
export function groupedFaults(known: readonly KnownFault[], search: string): { title: string; faults: KnownFault[] }[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = known.filter(({ fault }) => {
    const text = `${fault} ${faults[fault].words} ${groups[groupOf[fault]]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return Object.entries(groups)
    .map(([group, title]) => ({ title, faults: found.filter(({ fault }) => groupOf[fault] === group) }))
    .filter((group) => group.faults.length > 0);
}
