import type { Answer } from './answer';
import { failed, notFound } from './answer';

/** Everything that the REST API does here. One handler each; what is not here is refused as the product refuses it. */
const routes = {
  'list-calls': ['GET', 'calls'],
  'create-call': ['POST', 'calls'],
  'get-call': ['GET', 'calls/:call'],
  'change-call': ['PUT', 'calls/:call'],
  'end-call': ['DELETE', 'calls/:call'],
  'list-call-participants': ['GET', 'calls/:call/participants'],
  'add-call-participant': ['POST', 'calls/:call/participants'],
  'list-participants': ['GET', 'participants'],
  'get-participant': ['GET', 'participants/:participant'],
  'change-participant': ['PUT', 'participants/:participant'],
  'drop-participant': ['DELETE', 'participants/:participant'],
  'list-participant-call-legs': ['GET', 'participants/:participant/callLegs'],
  'list-call-legs': ['GET', 'callLegs'],
  'get-call-leg': ['GET', 'callLegs/:leg'],
  'change-call-leg': ['PUT', 'callLegs/:leg'],
  'drop-call-leg': ['DELETE', 'callLegs/:leg'],
  'list-co-spaces': ['GET', 'coSpaces'],
  'get-co-space': ['GET', 'coSpaces/:coSpace'],
  'list-access-methods': ['GET', 'coSpaces/:coSpace/accessMethods'],
  'get-access-method': ['GET', 'coSpaces/:coSpace/accessMethods/:accessMethod'],
  'list-call-bridges': ['GET', 'callBridges'],
  'get-call-bridge': ['GET', 'callBridges/:callBridge'],
  'list-call-bridge-groups': ['GET', 'callBridgeGroups'],
  'get-call-bridge-group': ['GET', 'callBridgeGroups/:group'],
  'list-web-bridges': ['GET', 'webBridges'],
  'get-web-bridge': ['GET', 'webBridges/:webBridge'],
  'list-web-bridge-profiles': ['GET', 'webBridgeProfiles'],
  'get-web-bridge-profile': ['GET', 'webBridgeProfiles/:profile'],
  'get-status': ['GET', 'system/status'],
  'get-load': ['GET', 'system/load'],
  'list-alarms': ['GET', 'system/alarms'],
  'list-cdr-receivers': ['GET', 'system/cdrReceivers'],
  'create-cdr-receiver': ['POST', 'system/cdrReceivers'],
  'get-cdr-receiver': ['GET', 'system/cdrReceivers/:receiver'],
  'change-cdr-receiver': ['PUT', 'system/cdrReceivers/:receiver'],
  'remove-cdr-receiver': ['DELETE', 'system/cdrReceivers/:receiver'],
  'get-first-cdr-receiver': ['GET', 'system/cdrReceiver'],
  'set-first-cdr-receiver': ['PUT', 'system/cdrReceiver'],
  'post-first-cdr-receiver': ['POST', 'system/cdrReceiver'],
  'create-auth-token': ['POST', 'authTokens'],
} as const satisfies Record<string, readonly [method: string, path: string]>;

export type Operation = keyof typeof routes;

type Placeholders<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? Placeholders<Head> | Placeholders<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

/** Ids in the path of an operation, in lower case. */
export type PathIds<Name extends Operation> = Readonly<Record<Placeholders<(typeof routes)[Name][1]>, string>>;

export type Detected =
  | { ok: true; operation: Operation; ids: Record<string, string> }
  | { ok: false; answer: Answer };

const prefix = ['api', 'v1'];

const compiled = Object.entries(routes).map(([operation, [method, path]]) => ({
  operation: operation as Operation,
  method,
  segments: path.split('/').map((segment) => (segment.startsWith(':') ? segment : segment.toLowerCase())),
}));

/**
 * From method and path to the operation. Case does not count, a slash at the end is allowed, and so are more than one
 * at the beginning: a client that joins its base address and the path has them there. An unknown node is 404, a node
 * that lacks the method `invalidOperation`.
 */
export function detectOperation(method: string, path: string): Detected {
  const segments = path.replace(/^\/+/, '/').toLowerCase().split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  if (segments.length <= prefix.length || prefix.some((part, index) => segments[index] !== part)) {
    return { ok: false, answer: notFound };
  }
  const wanted = segments.slice(prefix.length);
  const nodes = compiled.filter((route) => fits(route.segments, wanted));
  const route = nodes.find((node) => node.method === method);
  if (!route) return { ok: false, answer: nodes.length > 0 ? failed('invalidOperation') : notFound };
  const ids = Object.fromEntries(
    route.segments.flatMap((segment, index) => (segment.startsWith(':') ? [[segment.slice(1), wanted[index] ?? '']] : [])),
  );
  return { ok: true, operation: route.operation, ids };
}

function fits(pattern: readonly string[], wanted: readonly string[]): boolean {
  return (
    pattern.length === wanted.length &&
    pattern.every((segment, index) => (segment.startsWith(':') ? wanted[index] !== '' : segment === wanted[index]))
  );
}
