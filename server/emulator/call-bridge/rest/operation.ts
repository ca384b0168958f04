import type { Kind } from '../../cluster/database/kind';
import { kindNames, kinds } from '../../cluster/database/kinds';
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
  'change-call-participants': ['PUT', 'calls/:call/participants/*'],
  'change-call-participant': ['PUT', 'calls/:call/participants/:participant'],
  'drop-call-participant': ['DELETE', 'calls/:call/participants/:participant'],
  'list-legs-of-call': ['GET', 'calls/:call/callLegs'],
  'add-leg-to-call': ['POST', 'calls/:call/callLegs'],
  'take-call-diagnostics': ['POST', 'calls/:call/diagnostics'],
  'list-participants': ['GET', 'participants'],
  'get-participant': ['GET', 'participants/:participant'],
  'change-participant': ['PUT', 'participants/:participant'],
  'drop-participant': ['DELETE', 'participants/:participant'],
  'list-participant-call-legs': ['GET', 'participants/:participant/callLegs'],
  'list-call-legs': ['GET', 'callLegs'],
  'get-call-leg': ['GET', 'callLegs/:leg'],
  'generate-keyframe': ['POST', 'callLegs/:leg/generateKeyframe'],
  'control-camera': ['PUT', 'callLegs/:leg/cameraControl'],
  'get-leg-profile-trace': ['GET', 'callLegs/:leg/callLegProfileTrace'],
  'change-call-leg': ['PUT', 'callLegs/:leg'],
  'drop-call-leg': ['DELETE', 'callLegs/:leg'],
  'get-call-leg-profile-usage': ['GET', 'callLegProfiles/:profile/usage'],
  'get-meeting-entry-detail': ['GET', 'coSpaces/:coSpace/meetingEntryDetail'],
  'get-space-invitation': ['GET', 'coSpaces/:coSpace/emailInvitation'],
  'get-access-method-invitation': ['GET', 'coSpaces/:coSpace/accessMethods/:accessMethod/emailInvitation'],
  'take-space-diagnostics': ['POST', 'coSpaces/:coSpace/diagnostics'],
  'post-message': ['POST', 'coSpaces/:coSpace/messages'],
  'delete-messages': ['DELETE', 'coSpaces/:coSpace/messages'],
  'list-user-co-spaces': ['GET', 'users/:user/userCoSpaces'],
  'get-web-bridge-status': ['GET', 'webBridges/:webBridge/status'],
  'get-effective-web-bridge-profile': ['GET', 'webBridges/:webBridge/effectiveWebBridgeProfile'],
  'query-access': ['POST', 'accessQuery'],
  'query-uri-usage': ['POST', 'uriUsageQuery'],
  'query-conversation': ['GET', 'conversationIdQuery'],
  'get-database': ['GET', 'system/database'],
  'get-licensing': ['GET', 'system/licensing'],
  'get-multiparty-licensing': ['GET', 'system/multipartyLicensing'],
  'get-cluster-licensing': ['GET', 'clusterLicensing'],
  'get-status': ['GET', 'system/status'],
  'get-load': ['GET', 'system/load'],
  'list-alarms': ['GET', 'system/alarms'],
  'get-timed-logging': ['GET', 'system/timedLogging'],
  'change-timed-logging': ['PUT', 'system/timedLogging'],
  'list-cdr-receivers': ['GET', 'system/cdrReceivers'],
  'create-cdr-receiver': ['POST', 'system/cdrReceivers'],
  'get-cdr-receiver': ['GET', 'system/cdrReceivers/:receiver'],
  'change-cdr-receiver': ['PUT', 'system/cdrReceivers/:receiver'],
  'remove-cdr-receiver': ['DELETE', 'system/cdrReceivers/:receiver'],
  'get-first-cdr-receiver': ['GET', 'system/cdrReceiver'],
  'set-first-cdr-receiver': ['PUT', 'system/cdrReceiver'],
  'post-first-cdr-receiver': ['POST', 'system/cdrReceiver'],
  'list-diagnostics': ['GET', 'system/diagnostics'],
  'get-diagnostics': ['GET', 'system/diagnostics/:diagnostics'],
  'get-diagnostics-contents': ['GET', 'system/diagnostics/:diagnostics/contents'],
  'remove-diagnostics': ['DELETE', 'system/diagnostics/:diagnostics'],
  'create-auth-token': ['POST', 'authTokens'],
} as const satisfies Record<string, readonly [method: string, path: string]>;

/** What is done with an object of the configuration database, whatever its kind. */
type ObjectOperation = 'list-objects' | 'create-object' | 'get-object' | 'change-object' | 'delete-object';

export type Operation = keyof typeof routes | ObjectOperation;

type Placeholders<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? Placeholders<Head> | Placeholders<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

/** Ids in the path of an operation, in lower case. */
export type PathIds<Name extends Operation> = Name extends keyof typeof routes
  ? Readonly<Record<Placeholders<(typeof routes)[Name][1]>, string>>
  : ObjectPath;

/** `object` is empty for a list, `parent` left out for what stands alone. */
export interface ObjectPath {
  readonly kind: Kind;
  readonly parent?: string;
  readonly object: string;
}

export type Detected =
  | { ok: true; operation: Operation; ids: Record<string, string> }
  | { ok: false; answer: Answer };

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** What the path says besides its ids. */
  readonly fixed: Readonly<Record<string, string>>;
}

function objectRoutes(kind: Kind): Route[] {
  const { path, single, writes } = kinds[kind];
  const one = single ? path : `${path}/:object`;
  const fixed = { kind, object: single ? kind : '' };
  return [
    ...(single ? [] : [{ operation: 'list-objects', method: 'GET', path, fixed } as const]),
    ...(writes.includes('create') ? [{ operation: 'create-object', method: 'POST', path, fixed } as const] : []),
    { operation: 'get-object', method: 'GET', path: one, fixed },
    ...(writes.includes('change') ? [{ operation: 'change-object', method: 'PUT', path: one, fixed } as const] : []),
    ...(writes.includes('delete') ? [{ operation: 'delete-object', method: 'DELETE', path: one, fixed } as const] : []),
  ];
}

/** One step of a path: the words that may follow, and what takes an id there. */
interface Step {
  readonly words: Map<string, Step>;
  anyId: Step | null;
  readonly routes: { readonly operation: Operation; readonly method: string; readonly fixed: Route['fixed']; readonly ids: readonly Id[] }[];
}

interface Id {
  readonly name: string;
  /** Which segment of the path it is. */
  readonly at: number;
}

const root = plant([
  ...Object.entries(routes).map(([operation, [method, path]]) => ({ operation: operation as Operation, method, path, fixed: {} })),
  ...kindNames.flatMap(objectRoutes),
]);

function plant(all: readonly Route[]): Step {
  const first = emptyStep();
  for (const { path, ...route } of all) {
    const segments = `api/v1/${path}`.split('/');
    let step = first;
    for (const segment of segments) step = grow(step, segment);
    const ids = segments.flatMap((segment, at) => (segment.startsWith(':') ? [{ name: segment.slice(1), at }] : []));
    step.routes.push({ ...route, ids });
  }
  return first;
}

function grow(step: Step, segment: string): Step {
  if (segment.startsWith(':')) return (step.anyId ??= emptyStep());
  const word = segment.toLowerCase();
  const next = step.words.get(word) ?? emptyStep();
  step.words.set(word, next);
  return next;
}

function emptyStep(): Step {
  return { words: new Map(), anyId: null, routes: [] };
}

/**
 * From method and path to the operation. Case does not count, a slash at the end is allowed, and so are more than one
 * at the beginning: a client that joins its base address and the path has them there. An unknown node is 404, a node
 * that lacks the method `invalidOperation`.
 */
export function detectOperation(method: string, path: string): Detected {
  const segments = path.toLowerCase().split('/').slice(1);
  while (segments[0] === '') segments.shift();
  if (segments.at(-1) === '') segments.pop();
  let step: Step | null = path.startsWith('/') ? root : null;
  for (const segment of segments) step = step && (step.words.get(segment) ?? (segment === '' ? null : step.anyId));
  if (!step || step.routes.length === 0) return { ok: false, answer: notFound };
  const route = step.routes.find((one) => one.method === method);
  if (!route) return { ok: false, answer: failed('invalidOperation') };
  const ids: Record<string, string> = { ...route.fixed };
  for (const { name, at } of route.ids) ids[name] = segments[at] ?? '';
  return { ok: true, operation: route.operation, ids };
}
