import { afterSilence, type Clock } from '../clock';
import type { Ids } from '../ids';
import type { AccountAsk } from '../protocol/account';
import type { ToCallBridge, ToWebBridge } from '../protocol/c2w';
import type { CallBridgeLink } from './call-bridge-link';

type Response<Type extends ToWebBridge['type']> = Extract<ToWebBridge, { type: Type }>;
/** What answers a question of the web bridge. */
export type BridgeResponse = Extract<ToWebBridge, { requestId: string }>;
export type AuthResponse = Response<'authResponse'>;
export type JoinWish = Pick<Extract<ToCallBridge, { type: 'authRequest' }>, 'numericId' | 'passcode' | 'secret'>;

/** A sign-in that has been verified: its JWT, whose it is, and the link to the call bridge that issued it. */
export interface SignedIn {
  jwt: string;
  name: string;
  link: CallBridgeLink;
}

interface Waiting {
  link: CallBridgeLink;
  answer(response: BridgeResponse | null): void;
}

const ANSWER_WITHIN_MS = 10_000;

/** The call bridges that have introduced themselves to this web bridge, and the questions that wait for one's answer. */
export class CallBridgeLinks {
  readonly #byCallBridge = new Map<string, CallBridgeLink>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #clock: Clock;
  readonly #ids: Ids;
  #turn = 0;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Takes a link in. A call bridge that comes a second time replaces its first connection. */
  add(link: CallBridgeLink): void {
    this.#byCallBridge.get(link.callBridge)?.close(1001, 'replaced by a newer connection');
    this.#byCallBridge.set(link.callBridge, link);
  }

  /** Lets a link go; questions that waited for it are answered with null. */
  remove(link: CallBridgeLink): void {
    if (this.#byCallBridge.get(link.callBridge) === link) this.#byCallBridge.delete(link.callBridge);
    for (const waiting of [...this.#waiting.values()]) if (waiting.link === link) waiting.answer(null);
  }

  /** The link to one call bridge, by its id. */
  find(callBridge: string): CallBridgeLink | undefined {
    return this.#byCallBridge.get(callBridge);
  }

  /** Asks the call bridges, in turn, for a guest's account and token. Null as in `#ask`. */
  async admitGuest(name: string, wish: JoinWish): Promise<AuthResponse | null> {
    const response = await this.#ask(this.#next(), (requestId) => ({ type: 'authRequest', requestId, name, ...wish }));
    return response?.type === 'authResponse' ? response : null;
  }

  /** Asks the call bridge of a sign-in to let its user join. Null as in `#ask`. */
  async admitUser({ link, jwt }: SignedIn, wish: JoinWish): Promise<AuthResponse | null> {
    const response = await this.#ask(link, (requestId) => ({ type: 'authRequest', requestId, signIn: jwt, ...wish }));
    return response?.type === 'authResponse' ? response : null;
  }

  /**
   * Asks a call bridge whether users can sign in here. Null as in `#ask`. It takes nobody's turn: a join that follows goes where it
   * would have gone.
   */
  async offer(): Promise<Response<'offerResponse'> | null> {
    const response = await this.#ask(this.#byName()[0], (requestId) => ({ type: 'offerRequest', requestId }));
    return response?.type === 'offerResponse' ? response : null;
  }

  /** Asks the call bridges, in turn, to sign a user in. Null as in `#ask`. */
  async signIn(username: string, password: string): Promise<Response<'signInResponse'> | null> {
    const response = await this.#ask(this.#next(), (requestId) => ({ type: 'signInRequest', requestId, username, password }));
    return response?.type === 'signInResponse' ? response : null;
  }

  /** Asks the call bridge of a sign-in about its user's account. Null as in `#ask`. */
  async askAccount({ link, jwt }: SignedIn, ask: AccountAsk): Promise<Response<'accountResponse'> | null> {
    const response = await this.#ask(link, (requestId) => ({ type: 'accountRequest', requestId, jwt, ask }));
    return response?.type === 'accountResponse' ? response : null;
  }

  /** Hands an answer to the question that waits for it; one that nobody waits for any more is dropped. */
  answered(link: CallBridgeLink, response: BridgeResponse): void {
    const waiting = this.#waiting.get(response.requestId);
    if (waiting?.link === link) waiting.answer(response);
  }

  /** By name and not as they came: which of them connects first is chance. */
  #byName(): CallBridgeLink[] {
    return [...this.#byCallBridge.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #next(): CallBridgeLink | undefined {
    const links = this.#byName();
    return links[this.#turn++ % Math.max(1, links.length)];
  }

  /**
   * Null where there is no link, or no answer by it in 10 s. A question is never asked twice: the first bridge may have
   * made an account already.
   */
  #ask(link: CallBridgeLink | undefined, question: (requestId: string) => ToCallBridge): Promise<BridgeResponse | null> {
    if (link === undefined) return Promise.resolve(null);
    const requestId = this.#ids.guid();
    return new Promise((resolve) => {
      const overdue = afterSilence(this.#clock, ANSWER_WITHIN_MS, () => this.#waiting.get(requestId)?.answer(null));
      const answer = (response: BridgeResponse | null): void => {
        overdue.cancel();
        this.#waiting.delete(requestId);
        resolve(response);
      };
      this.#waiting.set(requestId, { link, answer });
      link.send(question(requestId));
    });
  }
}
