import type { CallClaims } from '../protocol/c2w';

/** One line of a web bridge's log, without time and host, which the reader of the log adds. Never holds a secret. */
export interface WebBridgeLogLine {
  facility: 'local0.info' | 'local7.info';
  tag: 'client_backend' | 'wb3_frontend';
  text: string;
}

export type WriteLog = (line: WebBridgeLogLine) => void;

function backend(text: string): WebBridgeLogLine {
  return { facility: 'local0.info', tag: 'client_backend', text };
}

/** A browser's WebSocket brought a token that verifies. Source: docs/cms-wire.md section 8.4. */
export function tokenAccepted(claims: CallClaims): WebBridgeLogLine {
  return backend(
    `INFO : WebSocket : Got authenticated JWT for ${claims.sub} callbridge ${claims.callBridge} ` +
      `call ${claims.call} participant ${claims.participant} tracing 0`,
  );
}

/** A browser's WebSocket brought a token that does not verify, or that no call bridge honours. */
export function tokenRefused(connection: string, reason: string): WebBridgeLogLine {
  return backend(`INFO : WebSocket : Session: ${connection} : JWT refused: ${reason}`);
}

/** The web app's audit line for entering and leaving. Source: docs/cms-wire.md section 8.4. */
export function clientAction(connection: string, name: string, action: 'join call' | 'leave call'): WebBridgeLogLine {
  return backend(`INFO : WebApp Audit : Session: ${connection} : Participant ${name} performed action of ${action}`);
}

/** Steps 6 and 7 of a move: the message is on its way to the browser, or its browser is not here. */
export function moveRelayed(participant: string, delivered: boolean): WebBridgeLogLine {
  return backend(
    delivered
      ? `INFO : WebSocket : move message sent to participant ${participant}`
      : `INFO : WebSocket : move message for participant ${participant} has no session here`,
  );
}

/** A call bridge's C2W connection came or went. */
export function linkChanged(callBridge: string, up: boolean): WebBridgeLogLine {
  return backend(`INFO : C2W : connection from call bridge ${callBridge} ${up ? 'established' : 'lost'}`);
}

export interface AnsweredJoin {
  address: string;
  status: number;
  bytesSent: number;
  receivedAtMs: number;
  answeredAtMs: number;
}

/** The front end's access line of a join. Source: docs/cms-wire.md section 8.4. */
export function joinAnswered(join: AnsweredJoin): WebBridgeLogLine {
  const seconds = ((join.answeredAtMs - join.receivedAtMs) / 1000).toFixed(3);
  const text =
    `[Join call:${process.pid}] ${join.address} - - [${accessTime(join.answeredAtMs)}] status ${join.status} ` +
    `"POST /api/join HTTP/1.1" bytes_sent ${join.bytesSent} to upstream 192.0.2.2:9000: ` +
    `upstream_response_time ${seconds} request_time ${seconds} msec ${(join.answeredAtMs / 1000).toFixed(3)}`;
  return { facility: 'local7.info', tag: 'wb3_frontend', text };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `15/Jan/2026:10:31:07 +0000`, as access logs have it. */
function accessTime(ms: number): string {
  const at = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
