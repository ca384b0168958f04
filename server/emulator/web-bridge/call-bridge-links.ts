import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { ToWebBridge } from '../protocol/c2w';
import type { JoinRequest } from '../protocol/client-session';
import type { CallBridgeLink } from './call-bridge-link';

export type AuthResponse = Extract<ToWebBridge, { type: 'authResponse' }>;

interface Waiting {
  link: CallBridgeLink;
  answer(response: AuthResponse | null): void;
}

const ANSWER_WITHIN_MS = 10_000;

/** The call bridges that have introduced themselves to this web bridge, and the joins that wait for one's answer. */
export class CallBridgeLinks {
  readonly #byCallBridge = new Map<string, CallBridgeLink>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #clock: Clock;
  #turn = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a link in. A call bridge that comes a second time replaces its first connection. */
  add(link: CallBridgeLink): void {
    this.#byCallBridge.get(link.callBridge)?.close(1001, 'replaced by a newer connection');
    this.#byCallBridge.set(link.callBridge, link);
  }

  /** Lets a link go; joins that waited for it are answered with null. */
  remove(link: CallBridgeLink): void {
    if (this.#byCallBridge.get(link.callBridge) === link) this.#byCallBridge.delete(link.callBridge);
    for (const waiting of [...this.#waiting.values()]) if (waiting.link === link) waiting.answer(null);
  }

  /** The link to one call bridge, by its id. */
  find(callBridge: string): CallBridgeLink | undefined {
    return this.#byCallBridge.get(callBridge);
  }

  /**
   * Asks the call bridges, in turn, for a guest's account and token. Null where none is connected or none answers in
   * 10 s. A question is never asked twice: the first bridge may have made an account already.
   */
  async authenticate(join: JoinRequest): Promise<AuthResponse | null> {
    const links = [...this.#byCallBridge.values()];
    const link = links[this.#turn++ % Math.max(1, links.length)];
    if (link === undefined) return null;
    const requestId = randomUUID();
    return new Promise((resolve) => {
      const overdue = this.#clock.after(ANSWER_WITHIN_MS, () => this.#waiting.get(requestId)?.answer(null));
      const answer = (response: AuthResponse | null): void => {
        overdue.cancel();
        this.#waiting.delete(requestId);
        resolve(response);
      };
      this.#waiting.set(requestId, { link, answer });
      link.send({ type: 'authRequest', requestId, ...join });
    });
  }

  /** Hands an answer to the join that waits for it; one that nobody waits for any more is dropped. */
  answered(link: CallBridgeLink, response: AuthResponse): void {
    const waiting = this.#waiting.get(response.requestId);
    if (waiting?.link === link) waiting.answer(response);
  }
}
