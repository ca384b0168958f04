import type { IncomingMessage, ServerResponse } from 'node:http';
import { timingSafeEqual, createHash } from 'node:crypto';
import { askedOf } from '../../history/follow-for-history';
import { bringsBody, readBody } from '../../request-body';
import type { BridgeCore } from '../bridge-core';
import { apiTrace } from '../log/api-trace';
import { tracingSecondsLeft } from '../log/timed-logging';
import { addParticipantHandlers } from './add-participant';
import { alarmHandlers } from './alarms';
import { notSignedIn, tooLarge } from './answer';
import type { Answer } from './answer';
import { callParticipantHandlers } from './call-participants';
import { callLegHandlers } from './call-legs';
import { callHandlers } from './calls';
import { cdrReceiverHandlers } from './cdr-receivers';
import { configurationHandlers } from './configuration-objects';
import { configurationViewHandlers } from './configuration-views';
import { diagnosticsHandlers } from './diagnostics';
import type { Handlers, RestParts, RestRequest } from './handler';
import { legsOfCallHandlers } from './legs-of-call';
import { detectOperation } from './operation';
import type { Operation } from './operation';
import { Parameters } from './parameters';
import { licensingHandlers } from './licensing';
import { legActionHandlers } from './leg-actions';
import { participantHandlers } from './participants';
import { queryHandlers } from './queries';
import { spaceEntryHandlers } from './space-entry';
import { loseAnswer, takePortFault } from './port-faults';
import type { AnswerLost } from './port-faults';
import { systemHandlers } from './system';
import { timedLoggingHandlers } from './timed-logging';

const handlers: Handlers = {
  ...callHandlers,
  ...addParticipantHandlers,
  ...participantHandlers,
  ...callParticipantHandlers,
  ...callLegHandlers,
  ...legActionHandlers,
  ...legsOfCallHandlers,
  ...configurationHandlers,
  ...configurationViewHandlers,
  ...spaceEntryHandlers,
  ...queryHandlers,
  ...licensingHandlers,
  ...systemHandlers,
  ...timedLoggingHandlers,
  ...alarmHandlers,
  ...cdrReceiverHandlers,
  ...diagnosticsHandlers,
};

const longestBodyBytes = 256 * 1024;

/** What a request comes to. Where a fault wants it, there is no answer, or it is lost on its way. */
interface Outcome {
  readonly answer: Answer | 'silence' | 'reset';
  readonly lost: AnswerLost | null;
}

/**
 * The REST API of one Call Bridge as a listener for node's HTTP and HTTPS servers. A request goes through resolve,
 * authenticate, read, detect, run; each stage hands on a value or ends with an answer.
 */
export function createRestListener(parts: RestParts): (request: IncomingMessage, response: ServerResponse) => void {
  let lastTrace = 0;
  const isAccount = accountCheck(parts.core.cluster.account);
  return (request, response) => {
    const asked: Asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      contentType: request.headers['content-type'] ?? '',
      from: request.socket.remoteAddress ?? '',
      agent: request.headers['user-agent'] ?? null,
      isSignedIn: isAccount(request.headers.authorization),
    };
    const deliver = (outcome: Outcome): void => deliverOutcome(parts, response, outcome);
    const giveUp = (cause: unknown): void => {
      parts.core.log.write(`request could not be answered: ${String(cause)}`, 'user', 'error');
      deliver({ answer: { status: 503, headers: {}, body: '' }, lost: null });
    };
    const answer = (body: string | null): Outcome | Promise<Outcome> => answerRequest(parts, asked, body, () => (lastTrace += 1));
    if (bringsBody(request)) return void readBody(request, longestBodyBytes).then(answer).then(deliver).catch(giveUp);
    try {
      const outcome = answer('');
      if (outcome instanceof Promise) outcome.then(deliver).catch(giveUp);
      else deliver(outcome);
    } catch (cause) {
      giveUp(cause);
    }
  };
}

/** What is known of a request before its body is there. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly from: string;
  readonly agent: string | null;
  readonly isSignedIn: boolean;
}

/** At once where the handler knows the answer at once: most requests read, and each promise costs as much as finding the object. */
function answerRequest(parts: RestParts, asked: Asked, body: string | null, nextTrace: () => number): Outcome | Promise<Outcome> {
  if (body === null) return { answer: tooLarge, lost: null };
  const { core } = parts;
  const { method, from } = asked;
  const [path, query] = splitOnce(asked.url, '?');
  const fault = takePortFault(core, method, path, body);
  if (fault?.is === 'unheard') return { answer: fault.answer, lost: null };
  const trace = isTraced(core, method) ? apiTrace(core.log, nextTrace()) : null;
  trace?.request(method, path, from, asked.contentType, body);
  const refusal = fault?.is === 'turned-down' ? fault.answer : asked.isSignedIn ? null : notSignedIn;
  const askedAtMs = core.clock.now();
  const conclude = (answer: Answer): Outcome => {
    const deed = method === 'GET' ? null : askedOf(core.name, { askedAtMs, agent: asked.agent, method, path, body }, answer);
    if (deed) parts.history.add(deed);
    trace?.response(answer.status, traceable(answer.headers), answer.body);
    return { answer, lost: fault?.is === 'answer-lost' ? fault.how : null };
  };
  const answer = refusal ?? run(parts, method, path, { query, body, from, user: core.cluster.account.user });
  return answer instanceof Promise ? answer.then(conclude) : conclude(answer);
}

function isTraced(core: BridgeCore, method: string): boolean {
  const { api } = core.tracing;
  return api === 'all' || (api === 'writes' && method !== 'GET') || tracingSecondsLeft(core, 'api') > 0;
}

function run(
  parts: RestParts,
  method: string,
  path: string,
  { query, body, from, user }: { query: string; body: string; from: string; user: string },
): Answer | Promise<Answer> {
  const detected = detectOperation(method, path);
  if (!detected.ok) return detected.answer;
  const handler = handlers[detected.operation] as (parts: RestParts, request: RestRequest<Operation>) => Promise<Answer> | Answer;
  return handler(parts, {
    ids: detected.ids as RestRequest<Operation>['ids'],
    query: new Parameters(query),
    form: new Parameters(body),
    from,
    user,
  });
}

/**
 * Whether a request's `Authorization` is that of the account: `Basic` with or without a space after it. A client sends the
 * same header with each request, so the one that was right is remembered. Source: `docs/cms-wire.md`, section 11.1.
 */
function accountCheck({ user, password }: BridgeCore['cluster']['account']): (header: string | undefined) => boolean {
  const wanted = createHash('sha256').update(`${user}:${password}`).digest();
  let accepted: string | null = null;
  return (header = '') => {
    if (header === accepted) return true;
    const encoded = /^Basic\s*(.+)$/i.exec(header)?.[1] ?? '';
    if (!timingSafeEqual(createHash('sha256').update(Buffer.from(encoded, 'base64')).digest(), wanted)) return false;
    accepted = header;
    return true;
  };
}

function deliverOutcome({ core }: RestParts, response: ServerResponse, { answer, lost }: Outcome): void {
  if (answer === 'reset') response.socket?.destroy();
  if (typeof answer === 'string') return;
  if (lost) loseAnswer(core, response, answer, lost, () => send(response, answer));
  else send(response, answer);
}

const headersOfAll = ['X-Frame-Options', 'DENY', 'Strict-Transport-Security', 'max-age=31536000'];

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.byteLength(body);
  // Names and values in turn: an object made for each answer costs as much as everything else here together.
  const fields = ['Content-Length', String(bytes), ...headersOfAll];
  for (const [name, value] of Object.entries(headers)) fields.push(name, value);
  response.writeHead(status, fields);
  // The same bytes where every character is one, for a fraction of the work.
  response.end(body, bytes === body.length ? 'latin1' : 'utf8');
}

/** Auth tokens open the events of the whole bridge, so they are not for the log. */
function traceable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'Location' || name === 'WWW-Authenticate'));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
