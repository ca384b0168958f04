import { faults, type FaultCause, type FaultName } from '@/lib/trace/faults';

/** Who leaves for the new call and is not seen there: a web bridge's log tells of them, but not of whom. */
export const unseen: readonly FaultName[] = ['token-missing', 'token-expired', 'token-unknown', 'client-left'];

/** The request never came to a bridge: no file of any node has a line of it. */
const unheard: readonly FaultName[] = ['port-closed', 'wrong-certificate', 'request-dropped', 'request-reset', 'web-page-answers'];

/** What goes wrong before a browser is told: its recording shows a call that goes on. */
const beforeBrowser: readonly FaultName[] = [
  'bridge-busy', 'credentials-refused', 'cannot-move', 'bridge-ignores', 'target-gone', 'participant-limit', 'link-down', 'no-capacity', 'guest-account-not-stored', 'web-bridge-unreachable',
];

/** Bit rates are in no log, and a HAR has no media. */
const silentInFiles: readonly FaultName[] = ['media-failed'];

/** What each of the feeds at hand cannot tell from something else, or from a move that goes well. All else is to be named. */
export const untold = {
  events: [...unseen, 'guest-not-admitted'],
  'events, records': [...unseen, 'guest-not-admitted'],
  'events, records, logs': [],
  'all files': [...unheard, ...silentInFiles],
  'HAR alone': [...unheard, ...beforeBrowser, ...silentInFiles],
  'logs alone': [...unheard, ...silentInFiles],
} as const satisfies Record<string, readonly FaultName[]>;
export type Feeds = keyof typeof untold;

/** The cause that a fault has; null where the move goes as it goes. */
export function causeOf(fault: FaultName | 'none'): FaultCause | null {
  return fault === 'none' ? null : (faults[fault].causes[0] ?? null);
}
