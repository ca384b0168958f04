import type { WebSocket } from 'ws';
import type { Clock } from '../clock';
import type { Ids } from '../ids';
import type { CallClaims } from '../protocol/c2w';
import type { BridgeMessage, CallBridgeLink } from './call-bridge-link';
import type { BridgeResponse, CallBridgeLinks } from './call-bridge-links';
import { ParticipantNames } from './participant-names';
import { CallSession, type SessionOwner, type StartError } from './call-session';
import { clientAction, moveRelayed, tokenAccepted, tokenRefused, type WriteLog } from './log-line';

/** All sessions of one web bridge: brings what call bridges say to the browser it is meant for. */
export class CallSessions implements SessionOwner {
  readonly clock: Clock;
  readonly #links: CallBridgeLinks;
  readonly #ids: Ids;
  readonly #log: WriteLog;
  readonly #byConnection = new Map<string, CallSession>();
  readonly #byParticipant = new Map<string, CallSession>();
  readonly #names = new ParticipantNames();

  constructor(links: CallBridgeLinks, clock: Clock, ids: Ids, log: WriteLog) {
    this.#links = links;
    this.clock = clock;
    this.#ids = ids;
    this.#log = log;
  }

  /** How many sessions have a token's participant to themselves. */
  get claimed(): number {
    return this.#byParticipant.size;
  }

  /** Takes a browser's WebSocket in. */
  open(socket: WebSocket, userAgent: string): void {
    const session = new CallSession(this.#ids.guid(), socket, userAgent, this);
    this.#byConnection.set(session.id, session);
  }

  /** Remembers for whom a token was issued, for the audit lines. */
  expect(jwt: string, name: string): void {
    this.#names.expect(jwt, name);
  }

  /** What a call bridge says to one of the browsers. */
  deliver(link: CallBridgeLink, message: Exclude<BridgeMessage, BridgeResponse>): void {
    switch (message.type) {
      case 'sessionStarted':
        return this.#started(link, message.connection, message.participant);
      case 'sessionRefused':
        return this.#byConnection.get(message.connection)?.refuse(message.reason);
      case 'state':
        return this.#byParticipant.get(message.participant)?.request({
          request: 'PUT /api/call/session/state',
          data: { space: message.space, people: message.people, locked: message.locked, waiting: message.waiting },
        });
      case 'chat':
        return this.#byParticipant
          .get(message.participant)
          ?.request({ request: 'POST /api/call/session/chat', data: message.message });
      case 'settings':
        return this.#byParticipant
          .get(message.participant)
          ?.request({ request: 'PUT /api/call/session/settings', data: message.settings });
      case 'move':
        return this.#move(message);
      case 'sessionEnded':
        return this.#byParticipant.get(message.participant)?.end(message.reason);
    }
  }

  /** A call bridge is gone: whoever is on it, or about to be, is told. */
  bridgeLost(link: CallBridgeLink): void {
    for (const session of [...this.#byConnection.values()]) {
      if (session.link !== link) continue;
      session.refuse('bridge-lost');
      session.end('bridge-lost');
    }
  }

  link(callBridge: string): CallBridgeLink | undefined {
    return this.#links.find(callBridge);
  }

  claim(session: CallSession, claims: CallClaims): boolean {
    if (this.#byParticipant.has(claims.participant)) return false;
    this.#byParticipant.set(claims.participant, session);
    this.#log(tokenAccepted(claims));
    return true;
  }

  refused(session: CallSession, error: StartError): void {
    this.#log(tokenRefused(session.id, error));
  }

  live(session: CallSession, participant: string): void {
    this.#log(clientAction(session.id, this.#names.of(participant), 'join call'));
  }

  over(session: CallSession, participant: string | null, wasLive: boolean): void {
    this.#byConnection.delete(session.id);
    if (participant === null) return;
    this.#byParticipant.delete(participant);
    if (wasLive) this.#log(clientAction(session.id, this.#names.of(participant), 'leave call'));
    this.#names.forget(participant);
  }

  #started(link: CallBridgeLink, connection: string, participant: string): void {
    const taken = this.#byConnection.get(connection)?.started(link, participant) ?? false;
    // The browser went while its call bridge was starting the session.
    if (!taken) link.send({ type: 'endSession', participant, reason: 'connection-lost' });
  }

  #move(message: Extract<BridgeMessage, { type: 'move' }>): void {
    const session = this.#byParticipant.get(message.participant);
    this.#log(moveRelayed(message.participant, session !== undefined));
    if (session === undefined) return;
    this.#names.carry(message.participant, message.newParticipant);
    session.request({
      request: 'POST /api/call/session/move',
      data: { accessMethod: message.accessMethod, jwt: message.jwt, space: message.space, rehearse: message.rehearse },
    });
  }
}
