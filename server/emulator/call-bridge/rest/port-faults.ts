import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FaultCode } from '../../faults/fault-table';
import type { BridgeCore } from '../bridge-core';
import type { Answer } from './answer';
import { notSignedIn } from './answer';
import { detectOperation } from './operation';
import { Parameters } from './parameters';

/** The call bridge hears nothing of the request. */
const unheard = {
  'request-dropped': 'silence',
  'request-reset': 'reset',
  'web-page-answers': {
    status: 200,
    headers: { 'Content-Type': 'text/html' },
    body: '<!doctype html><html><head><title>Sign in to the network</title></head><body>Please sign in.</body></html>',
  },
} as const satisfies Partial<Record<FaultCode, Answer | 'silence' | 'reset'>>;

/** It hears the request and does not carry it out. */
const turnedDown = {
  'credentials-refused': notSignedIn,
  'bridge-busy': { status: 503, headers: {}, body: '' },
} as const satisfies Partial<Record<FaultCode, Answer>>;

/** It carries the request out, and the answer does not get through. */
const answersLost = ['answer-delayed', 'answer-reset', 'answer-cut', 'answer-slow'] as const satisfies readonly FaultCode[];
export type AnswerLost = (typeof answersLost)[number];

export type PortFault =
  | { readonly is: 'unheard'; readonly answer: Answer | 'silence' | 'reset' }
  | { readonly is: 'turned-down'; readonly answer: Answer }
  | { readonly is: 'answer-lost'; readonly how: AnswerLost };

/** Longer than a client that is careful waits. */
const delayMs = 8_000;
const trickleEveryMs = 400;
const trickleBytes = 8;

/**
 * What goes wrong with a request on its way here or with its answer on the way back; null if nothing does. A fault that
 * is armed for a person or a meeting hits the request that moves them; others hit every request to the port.
 */
export function takePortFault(core: BridgeCore, method: string, path: string, body: string): PortFault | null {
  if (core.faults.isEmpty) return null;
  const detected = detectOperation(method, path);
  const moved = new Parameters(body).get('movedParticipant')?.toLowerCase();
  const isMove = detected.ok && detected.operation === 'add-call-participant' && moved !== undefined;
  const correlator = isMove ? core.world.calls.get(detected.ids['call'] ?? '')?.correlator : undefined;
  const occasion = { callBridge: core.name, participant: isMove ? moved : undefined, correlator };
  const happens = (fault: FaultCode): boolean => core.faults.take(fault, occasion);
  const lostRequest = keysOf(unheard).find(happens);
  if (lostRequest) return { is: 'unheard', answer: unheard[lostRequest] };
  const refusal = keysOf(turnedDown).find(happens);
  if (refusal) return { is: 'turned-down', answer: turnedDown[refusal] };
  const lost = answersLost.find(happens);
  return lost ? { is: 'answer-lost', how: lost } : null;
}

/** Sends an answer the way that a fault wants: late, in small pieces, in part, or not. `sendWhole` sends it as it should be. */
export function loseAnswer(core: BridgeCore, response: ServerResponse, answer: Answer, how: AnswerLost, sendWhole: () => void): void {
  const { socket } = response;
  if (!socket) return;
  switch (how) {
    case 'answer-delayed':
      return void core.timers.after(delayMs, sendWhole);
    case 'answer-reset':
      return void socket.destroy();
    case 'answer-cut':
      return void socket.end(rawAnswer(answer).slice(0, rawAnswer(answer).length / 2));
    case 'answer-slow':
      return trickle(core, socket, rawAnswer(answer));
  }
}

function trickle(core: BridgeCore, socket: Socket, left: string): void {
  if (socket.destroyed) return;
  if (left === '') return void socket.end();
  socket.write(left.slice(0, trickleBytes));
  core.timers.after(trickleEveryMs, () => trickle(core, socket, left.slice(trickleBytes)));
}

function rawAnswer({ status, headers, body }: Answer): string {
  const fields = { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} OK\r\n${lines.join('')}\r\n${body}`;
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[];
}
