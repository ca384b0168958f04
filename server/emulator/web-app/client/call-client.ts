import type { JoinRequest, LocalSettings } from '../../protocol/client-session';
import { type ClientEffect, type ClientEvent, type ClientState, joiningClient } from './client-state';
import { step } from './client-step';
import { readBridgeFrame } from './read-frame';
import { readJoinAnswer } from './read-join-answer';
import type { SessionSocket, Transport } from './transport';

const START_WITHIN_MS = 15_000;

/** One guest's call in a browser or a program: runs what `step` decides over a transport. */
export class CallClient {
  readonly #transport: Transport;
  readonly #listeners = new Set<(state: ClientState) => void>();
  readonly #sockets = new Map<number, SessionSocket>();
  readonly #overdue = new Map<number, ReturnType<typeof setTimeout>>();
  #state: ClientState;

  constructor(transport: Transport, own: LocalSettings) {
    this.#transport = transport;
    this.#state = joiningClient(own);
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Tells each new state, once, after what it asked for is under way. Returns how to stop. */
  onState(listener: (state: ClientState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Asks to join, as a guest or with the JWT of a sign-in. How it went is told by the state: `in-call`, or `ended` with
   * the reason.
   */
  async join(request: JoinRequest, jwt: string | null): Promise<void> {
    const outcome = readJoinAnswer(await this.#transport.ask({ method: 'POST', path: '/api/join', jwt, body: request }));
    this.dispatch(
      outcome.ok
        ? { type: 'join-accepted', jwt: outcome.jwt, space: outcome.space }
        : { type: 'join-refused', reason: outcome.reason, detail: outcome.detail },
    );
  }

  /** Lets something happen to the client. */
  dispatch(event: ClientEvent): void {
    const before = this.#state;
    const next = step(before, event);
    this.#state = next.state;
    for (const effect of next.effects) this.#run(effect);
    if (this.#state.phase === 'in-call' || this.#state.phase === 'ended') this.#disarm();
    if (next.state !== before) for (const listener of [...this.#listeners]) listener(next.state);
  }

  #run(effect: ClientEffect): void {
    const { connection } = effect;
    switch (effect.type) {
      case 'open':
        this.#overdue.set(
          connection,
          setTimeout(() => this.dispatch({ type: 'start-overdue', connection }), START_WITHIN_MS),
        );
        this.#sockets.set(
          connection,
          this.#transport.open({
            opened: () => this.dispatch({ type: 'opened', connection }),
            text: (text) => this.#read(connection, text),
            closed: () => {
              this.#sockets.delete(connection);
              this.dispatch({ type: 'closed', connection });
            },
          }),
        );
        return;
      case 'send':
        this.#sockets.get(connection)?.send(JSON.stringify(effect.frame));
        return;
      case 'close':
        this.#sockets.get(connection)?.close();
    }
  }

  #read(connection: number, text: string): void {
    const frame = readBridgeFrame(text);
    // A newer web bridge may say what this client does not know; what it needs, it knows.
    if (frame !== null) this.dispatch({ type: 'frame', connection, frame });
  }

  #disarm(): void {
    for (const timer of this.#overdue.values()) clearTimeout(timer);
    this.#overdue.clear();
  }
}
